/** Names the region of the load balancer that a domain leads to, by the name that AWS gave it. Pure. */

const given = /\.(?:([a-z0-9-]+)\.elb|elb\.([a-z0-9-]+))\.amazonaws\.com(?:\.cn)?$/;

/**
 * AWS: the name of a load balancer has its region in it: `front-1.eu-west-1.elb.amazonaws.com`, of a network load balancer
 * `front-1.elb.eu-west-1.amazonaws.com`. It takes certificates of that region alone. <https://docs.aws.amazon.com/acm/latest/userguide/acm-regions.html>
 *
 * @param names on the way from the domain, lower case, without the last dot
 */
export function balancerRegion(names: readonly string[]): string | undefined {
  for (const name of names) {
    const [, before, after] = given.exec(name) ?? [];
    if (before !== undefined || after !== undefined) return before ?? after;
  }
  return undefined;
}
