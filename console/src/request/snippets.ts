import { VERSION } from '../calls/version';
import type { Described } from './described';

/** Where the service is, as programs name it. */
export interface Place {
  readonly protocol: 'http' | 'https';
  /** With its port, without a final slash. */
  readonly host: string;
  readonly isSigned: boolean;
  readonly hasKey: boolean;
}

/** A request for curl in a shell; secrets are taken from the environment. */
export function asCurl(described: Described, place: Place): string {
  const url = `${place.protocol}://${place.host}${described.path}`;
  const headers: Record<string, string> = { 'Content-Type': 'application/json' };
  if (described.action) Object.assign(headers, { 'X-TC-Action': described.action, 'X-TC-Version': VERSION });
  Object.assign(headers, described.headers);
  const lines = Object.entries(headers).map(([name, value]) => `  -H ${quoted(`${name}: ${value}`)}`);
  if (place.hasKey && !(described.action && place.isSigned)) lines.push('  -H "X-Api-Key: $SEALSTACK_API_KEY"');
  const note = described.action && place.isSigned ? '# signed calls: use an SDK, which signs them\n' : '';
  const { picture, names, body } = described;
  if (!picture || picture.link) {
    const sent = picture ? { ...body, [names.link]: picture.link } : body;
    return `${note}curl ${quoted(url)} \\\n${[...lines, `  -d ${quoted(JSON.stringify(sent))}`].join(' \\\n')}`;
  }
  const rest = JSON.stringify(body).slice(1, -1);
  const before = `{${rest}${rest ? ',' : ''}"${names.base64}":"`;
  return (
    `${note}{ printf %s ${quoted(before)}; base64 < ${quoted(picture.name)} | tr -d '\\n'; printf '"}'; } |\n` +
    `  curl ${quoted(url)} \\\n${[...lines, '  -d @-'].join(' \\\n')}`
  );
}

/** A request in Python: the cloud's SDK for Actions, `requests` for everything else. */
export function asPython(described: Described, place: Place): string {
  const { picture, names, body, action } = described;
  const entries = Object.entries(body).map(([name, value]) => [name, python(value)] as const);
  if (picture) entries.push(picture.link ? [names.link, python(picture.link)] : [names.base64, 'image']);
  const reading = picture && !picture.link ? `image = base64.b64encode(Path(${python(picture.name)}).read_bytes()).decode()\n` : '';
  const imports = reading ? 'import base64\nfrom pathlib import Path\n\n' : '';
  if (!action) {
    const key = place.hasKey ? '\nheaders = {"X-Api-Key": os.environ["SEALSTACK_API_KEY"]}' : '';
    const sent = entries.map(([name, value]) => `    ${python(name)}: ${value},\n`).join('');
    return (
      `${place.hasKey ? 'import os\n' : ''}${imports}import requests\n\n${reading}body = {\n${sent}}${key}\n` +
      `answer = requests.post(${python(`${place.protocol}://${place.host}${described.path}`)}, json=body${place.hasKey ? ', headers=headers' : ''})\n` +
      'print(answer.json())'
    );
  }
  const [id, secret] = place.isSigned ? ['os.environ["SECRET_ID"]', 'os.environ["SECRET_KEY"]'] : ['"any"', '"any"'];
  const sent = entries.map(([name, value]) => `request.${name} = ${value}\n`).join('');
  return (
    `${place.isSigned ? 'import os\n' : ''}${imports}from tencentcloud.common.credential import Credential\n` +
    'from tencentcloud.common.profile.client_profile import ClientProfile\n' +
    'from tencentcloud.common.profile.http_profile import HttpProfile\n' +
    'from tencentcloud.ocr.v20181119 import models, ocr_client\n\n' +
    `http = HttpProfile(protocol="${place.protocol}", endpoint=${python(place.host)})\n` +
    `client = ocr_client.OcrClient(Credential(${id}, ${secret}), "", ClientProfile(httpProfile=http))\n\n` +
    `${reading}request = models.${action}Request()\n${sent}print(client.${action}(request).to_json_string(indent=2))`
  );
}

/** A request in Node: the cloud's SDK for Actions, `fetch` for everything else. */
export function asNode(described: Described, place: Place): string {
  const { picture, names, body, action } = described;
  const entries = Object.entries(body).map(([name, value]) => `  ${name}: ${JSON.stringify(value)},\n`);
  if (picture) entries.push(picture.link ? `  ${names.link}: ${JSON.stringify(picture.link)},\n` : `  ${names.base64}: image,\n`);
  const reading = picture && !picture.link ? `const image = fs.readFileSync(${JSON.stringify(picture.name)}).toString('base64');\n` : '';
  const fs = reading ? "const fs = require('fs');\n" : '';
  const parameters = `{\n${entries.join('')}}`;
  if (!action) {
    const key = place.hasKey ? ", 'X-Api-Key': process.env.SEALSTACK_API_KEY" : '';
    return (
      `${fs}\n${reading}const body = ${parameters};\n` +
      `fetch(${JSON.stringify(`${place.protocol}://${place.host}${described.path}`)}, {\n  method: 'POST',\n` +
      `  headers: { 'Content-Type': 'application/json'${key} },\n  body: JSON.stringify(body),\n})\n` +
      '  .then((answer) => answer.json())\n  .then((answer) => console.log(JSON.stringify(answer, null, 2)));'
    ).trimStart();
  }
  const pair = place.isSigned ? 'secretId: process.env.SECRET_ID, secretKey: process.env.SECRET_KEY' : "secretId: 'any', secretKey: 'any'";
  return (
    `${fs}const { ocr } = require('tencentcloud-sdk-nodejs-ocr');\n\nconst client = new ocr.v20181119.Client({\n` +
    `  credential: { ${pair} },\n  profile: { httpProfile: { protocol: '${place.protocol}://', endpoint: ${JSON.stringify(place.host)} } },\n});\n\n` +
    `${reading}client\n  .${action}(${parameters.replaceAll('\n', '\n  ')})\n  .then((answer) => console.log(JSON.stringify(answer, null, 2)));`
  );
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

function python(value: unknown): string {
  if (value === true) return 'True';
  if (value === false) return 'False';
  if (value === null) return 'None';
  if (Array.isArray(value)) return `[${value.map(python).join(', ')}]`;
  if (typeof value === 'object') return `{${Object.entries(value).map(([name, one]) => `${python(name)}: ${python(one)}`).join(', ')}}`;
  return JSON.stringify(value);
}
