/** Tracks whether a scan stands in SVG or MathML, where style is no raw text and CDATA is real. */

export interface Foreign {
  /** `<svg>` or `<math>` begins in HTML. */
  enter(name: 'svg' | 'math'): void;
  /** A start tag; true where it becomes an SVG or MathML element. `rest` is the text of its attributes, needed for font and annotation-xml alone. */
  open(name: string, selfClosing: boolean, rest: string): boolean;
  close(name: string): void;
  /** The innermost open element is SVG or MathML. */
  inside(): boolean;
  depth(): number;
}

interface Open {
  name: string;
  /** `html` elements stand inside an integration point such as foreignObject. */
  space: 'svg' | 'math' | 'html';
  /** SVG or MathML that holds HTML. */
  isHtmlPoint: boolean;
}

const words = (text: string) => new Set(text.split(' '));
/** Elements that end SVG and MathML content (HTML standard 13.2.6.5). */
const breakout = words(
  'b big blockquote body br center code dd div dl dt em embed h1 h2 h3 h4 h5 h6 head hr i img li listing menu meta nobr ol p pre ruby s small span strong strike sub sup table tt u ul var',
);
const svgPoints = words('foreignobject desc title');
const mathTextPoints = words('mi mo mn ms mtext');
/** Tags of HTML that hold nothing, and those that hold nothing but at the top or in a table. */
const holdNothing = words(
  'area base br col embed hr image img input link meta param source track wbr body caption colgroup frameset head html tbody td tfoot th thead tr',
);
/** Elements that stand around an SVG which nobody closed: their end tag ends it. Others were never opened. */
const around = words('a center div span');
/** Those of them whose end tag reaches out of an integration point too. */
const aroundAll = words('table tbody td tr');
const fontMatters = /\s(?:color|face|size)[\s=/>]/;
const htmlAnnotation = /\sencoding\s*=\s*["']?(?:text\/html|application\/xhtml\+xml)["'\s>]/;
/** Names deeper than this are counted no further; no mail nests so. */
const depthLimit = 1000;

/** Starts with nothing open; the caller drops it when `depth()` is 0 again. */
export function foreignContent(): Foreign {
  const stack: Open[] = [];
  const top = () => stack[stack.length - 1];
  const push = (name: string, space: Open['space'], isHtmlPoint = false) => {
    if (stack.length < depthLimit) stack.push({ name, space, isHtmlPoint });
  };

  const isTextPoint = ({ name, space }: Open) => space === 'math' && mathTextPoints.has(name);

  const holdsHtml = (each: Open) => each.isHtmlPoint || isTextPoint(each);
  /** Out of SVG and MathML, as far as the next element that may hold HTML. */
  const leave = () => {
    for (let here = top(); here !== undefined && here.space !== 'html' && !holdsHtml(here); here = top()) stack.pop();
  };

  /** Whether a start tag of that name is read by HTML's rules here. */
  const readsAsHtml = (here: Open, name: string) =>
    here.space === 'html' ||
    here.isHtmlPoint ||
    (isTextPoint(here) && name !== 'mglyph' && name !== 'malignmark') ||
    (here.space === 'math' && here.name === 'annotation-xml' && name === 'svg');

  return {
    enter: name => push(name, name),
    open(name, selfClosing, rest) {
      if (breakout.has(name) || (name === 'font' && fontMatters.test(rest))) leave();
      const here = top();
      if (here === undefined) return false;
      if (readsAsHtml(here, name)) {
        if (name !== 'svg' && name !== 'math' && !holdNothing.has(name)) push(name, 'html');
        return false;
      }
      const isHtmlPoint = here.space === 'svg' ? svgPoints.has(name) : name === 'annotation-xml' && htmlAnnotation.test(rest);
      if (!selfClosing) push(name, here.space, isHtmlPoint);
      return true;
    },
    close(name) {
      const here = top();
      if (here !== undefined && here.space !== 'html' && (name === 'br' || name === 'p')) return leave();
      for (let at = stack.length - 1; at >= 0; at--) {
        const each = stack[at] as Open;
        // An end tag inside an integration point does not reach out of it.
        if (here?.space === 'html' && each.space !== 'html') return;
        if (each.name === name) {
          stack.length = at;
          return;
        }
      }
      if (aroundAll.has(name) || (around.has(name) && !stack.some(holdsHtml))) stack.length = 0;
    },
    inside: () => (top()?.space ?? 'html') !== 'html',
    depth: () => stack.length,
  };
}
