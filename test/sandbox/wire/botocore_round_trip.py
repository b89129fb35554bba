"""Calls every operation of every service through botocore and says where what arrived is not what was sent.

Usage: botocore_round_trip.py URL SEED RUNS   (URL answers both the AWS wire and /control, see botocore.test.ts)
Prints one JSON line: {"calls": n, "errors": n, "wrong": ["sqs SendMessage: ...", ...], "limits": {"acm": {"Shape.Member": {...}}}}
"""
import base64, datetime, http.client, json, random, sys
from urllib.parse import urlparse
import botocore.session
from botocore.config import Config
from botocore.exceptions import ClientError

url, seed, runs = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
dice = random.Random(seed)
services = {'acm': 'acm', 'cloudfront': 'cloudfront', 'route53': 'route53', 'sesv2': 'sesv2', 'sns': 'sns', 'sqs': 'sqs', 'sts': 'sts'}
wild = ['&', '<', '>', '"', "'", ' ', '\n', '%2F', '%', '+', '=', '?', '#', '/', 'é', '漢', '😀', ']]>', '&amp;', '\\', '{', ';']
control = http.client.HTTPConnection(urlparse(url).netloc)
# Route 53 and CloudFront: botocore calls them strings, the SDK numbers.
counts = ('MaxItems', 'MaxResults')
utc = datetime.timezone.utc


def ask(body):
    control.request('POST', '/control', json.dumps(body), {'content-type': 'application/json'})
    return json.loads(control.getresponse().read())


def word(least, most=12):
    return ''.join(dice.choice('abcXYZ019') for _ in range(max(least, dice.randint(1, 8)) if most > 8 else max(least, 1)))[:most]


def text(shape, place):
    if shape.enum:
        return dice.choice(shape.enum)
    least, most = shape.metadata.get('min', 0), shape.metadata.get('max', 1 << 20)
    if place in ('uri', 'header', 'querystring') or least > 0 or most < 40 or shape.metadata.get('pattern'):
        return word(max(least, 1), most)
    return word(1) + ''.join(dice.choice(wild) for _ in range(dice.randint(0, 4)))


def number(shape):
    least, most = int(shape.metadata.get('min', 0)), int(shape.metadata.get('max', 1000))
    return dice.randint(least, max(least, min(most, least + 1000)))


def member(name, shape, depth):
    if shape.type_name == 'string' and name in counts:
        return str(dice.randint(1, 100))
    if name in ('ConfigurationSetName', 'EventDestinationName'):
        return word(1)
    return value(shape, shape.serialization.get('location', 'body'), depth)


def value(shape, place='body', depth=0):
    kind = shape.type_name
    if kind == 'structure':
        names = [n for n in shape.members if n in shape.required_members or shape.members[n].serialization.get('location') == 'uri' or (depth < 5 and dice.random() < 0.6)]
        # EndpointId asks for another signature; botocore makes an empty structure of a payload that is not there.
        payload = [shape.serialization['payload']] if 'payload' in shape.serialization else []
        names = [n for n in shape.members if (n in names or n in payload) and n != 'EndpointId']
        if getattr(shape, 'is_tagged_union', False):
            flat = [n for n in shape.members if shape.members[n].type_name not in ('structure', 'list')] if depth > 4 else list(shape.members)
            names = [dice.choice(flat or list(shape.members))]
        elif not names and depth and shape.members:
            # A form cannot say "an empty structure".
            names = [next(iter(shape.members))]
        return {n: member(n, shape.members[n], depth + 1) for n in names}
    if kind == 'list':
        least = shape.metadata.get('min', 0)
        return [value(shape.member, place, depth + 1) for _ in range(max(least, 1 if depth > 5 else dice.randint(1, 2)))]
    if kind == 'map':
        return {text(shape.key, 'header') + str(i): value(shape.value, 'body', depth + 1) for i in range(1)} if not shape.key.enum else {dice.choice(shape.key.enum): value(shape.value, 'body', depth + 1)}
    if kind == 'string':
        return text(shape, place)
    if kind in ('integer', 'long'):
        return number(shape)
    if kind in ('float', 'double'):
        return dice.randint(0, 1000) / 4
    if kind == 'boolean':
        return dice.random() < 0.5
    if kind == 'timestamp':
        # botocore cuts what it sends to whole seconds.
        return datetime.datetime.fromtimestamp(1600000000 + dice.randint(0, 10**8), utc)
    if kind == 'blob':
        return bytes(dice.randrange(256) for _ in range(max(1, shape.metadata.get('min', 1), dice.randint(0, 20))))
    raise ValueError(kind)


def tagged(item):
    if isinstance(item, dict):
        return {k: int(v) if k in counts else tagged(v) for k, v in item.items()}
    if isinstance(item, list):
        return [tagged(v) for v in item]
    if isinstance(item, (bytes, bytearray)):
        return {'$blob': base64.b64encode(item).decode()}
    if isinstance(item, datetime.datetime):
        return {'$date': int(item.timestamp() * 1000)}
    if hasattr(item, 'read'):
        return tagged(item.read())
    return item


def limits(model, table):
    found = {}
    for name in table:
        structure, member = name.split('.')
        shape = model.shape_for(structure).members[member]
        inner = shape.member if shape.type_name == 'list' else shape
        facts = {k: shape.metadata[k] for k in ('min', 'max') if k in shape.metadata}
        pattern = inner.metadata.get('pattern') if shape.type_name != 'list' else None
        found[name] = {**facts, **({'pattern': pattern} if pattern else {}), **({'enum': inner.enum} if getattr(inner, 'enum', None) else {})}
    return found


wrong, calls, errors, found_limits = [], 0, 0, {}
session = botocore.session.get_session()
known = ask({'ask': 'services'})
for service in services:
    client = session.create_client(
        services[service], region_name='us-east-1', endpoint_url=url, aws_access_key_id='AKIDEXAMPLE', aws_secret_access_key='secret',
        config=Config(retries={'max_attempts': 0}, parameter_validation=True, inject_host_prefix=False),
    )
    model = client.meta.service_model
    methods = {client.meta.method_to_api_mapping[m]: m for m in client.meta.method_to_api_mapping}
    ours = known[service]
    found_limits[service] = limits(model, ours['limits'])
    for _ in range(runs):
        for name in model.operation_names:
            if name not in ours['operations']:
                wrong.append(f'{service} {name}: not in the SDK')
                continue
            operation = model.operation_model(name)
            sent = value(operation.input_shape) if operation.input_shape else {}
            if service == 'sqs' and 'QueueUrl' in sent:
                sent['QueueUrl'] = url + '/123456789012/' + word(3)
            answer = value(operation.output_shape) if operation.output_shape else {}
            ask({'answer': tagged(answer)})
            calls += 1
            try:
                got = getattr(client, methods[name])(**sent)
                got.pop('ResponseMetadata')
                seen = ask({'ask': 'input'})
                if seen != tagged(sent):
                    wrong.append(f'{service} {name}: sent {json.dumps(tagged(sent))}, arrived {json.dumps(seen)}')
                if tagged(got) != tagged(answer):
                    wrong.append(f'{service} {name}: answered {json.dumps(tagged(answer))}, came {json.dumps(tagged(got))}')
            except Exception as error:  # noqa: BLE001 - whatever botocore raises is what the test wants to read
                wrong.append(f'{service} {name}: {type(error).__name__} {error}')
    # Any operation will do: its answer is the error.
    name = ours['bare']
    for shape in model.error_shapes:
        if shape.name not in ours['errors']:
            continue
        fields = {n: value(m) for n, m in shape.members.items() if n.lower() != 'message'}
        ask({'fault': shape.name, 'message': f'it is {shape.name} & <more>', 'fields': tagged(fields)})
        errors += 1
        try:
            getattr(client, methods[name])()
            wrong.append(f'{service} {shape.name}: no error')
        except ClientError as error:
            code = error.response['Error']['Code']
            want = shape.metadata.get('error', {}).get('code', shape.name)
            if (code != want and error.response['Error'].get('QueryErrorCode') != shape.name) or error.response['Error']['Message'] != f'it is {shape.name} & <more>':
                wrong.append(f'{service} {shape.name}: came as {json.dumps(tagged(error.response["Error"]))}, not {want}')
            lost = {k: v for k, v in tagged(fields).items() if tagged(error.response.get(k)) != v}
            if lost:
                wrong.append(f'{service} {shape.name}: lost {json.dumps(lost)}')
            if not error.response['ResponseMetadata'].get('RequestId'):
                wrong.append(f'{service} {shape.name}: no request id')
        except Exception as error:  # noqa: BLE001
            wrong.append(f'{service} {shape.name}: {type(error).__name__} {error}')
print(json.dumps({'calls': calls, 'errors': errors, 'wrong': wrong, 'limits': found_limits}))
