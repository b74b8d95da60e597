import { describe, expect, test } from 'vitest';

import { bodyOf, shortened, type Described } from './described';
import { asCurl, asNode, asPython, type Place } from './snippets';

const OPEN: Place = { protocol: 'http', host: '127.0.0.1:8000', isSigned: false, hasKey: false };
const CLOSED: Place = { protocol: 'https', host: 'ocr.example.com', isSigned: true, hasKey: true };
const FILE: Described = {
  action: 'SealOCR',
  path: '/',
  body: { PdfPageNumber: 2 },
  names: { base64: 'ImageBase64', link: 'ImageUrl' },
  picture: { name: "it's a 合同.pdf", link: '', base64: 'AAAA' },
  headers: { 'X-Sealstack-Extras': '1' },
};
const LIST: Described = { ...FILE, action: null, path: '/custom_ocr', body: { type: 'list', names: true }, picture: null, headers: {} };

describe('curl', () => {
  test('sends a file as base64 beside the other parameters', () => {
    expect(asCurl(FILE, OPEN)).toBe(
      `{ printf %s '{"PdfPageNumber":2,"ImageBase64":"'; base64 < 'it'\\''s a 合同.pdf' | tr -d '\\n'; printf '"}'; } |\n` +
        `  curl 'http://127.0.0.1:8000/' \\\n  -H 'Content-Type: application/json' \\\n  -H 'X-TC-Action: SealOCR' \\\n` +
        `  -H 'X-TC-Version: 2018-11-19' \\\n  -H 'X-Sealstack-Extras: 1' \\\n  -d @-`,
    );
  });

  test('takes keys from the environment, never from the page', () => {
    expect(asCurl(LIST, CLOSED)).toContain('-H "X-Api-Key: $SEALSTACK_API_KEY"');
  });

  test('names a picture that is fetched', () => {
    const described = { ...FILE, picture: { name: 'a.png', link: 'https://example.com/a.png', base64: '' } };
    expect(asCurl(described, OPEN)).toContain(`-d '{"PdfPageNumber":2,"ImageUrl":"https://example.com/a.png"}'`);
  });
});

describe('Python', () => {
  test('calls an Action by the official SDK', () => {
    const code = asPython(FILE, OPEN);
    expect(code).toContain('request = models.SealOCRRequest()\nrequest.PdfPageNumber = 2\nrequest.ImageBase64 = image\n');
    expect(code).toContain(`Path("it's a 合同.pdf").read_bytes()`);
    expect(code).toContain('HttpProfile(protocol="http", endpoint="127.0.0.1:8000")');
  });

  test('writes true and null as Python does', () => {
    expect(asPython({ ...LIST, body: { names: true, hint: null } }, OPEN)).toContain('    "names": True,\n    "hint": None,\n');
  });

  test('takes the pair of keys from the environment', () => {
    expect(asPython(FILE, CLOSED)).toContain('Credential(os.environ["SECRET_ID"], os.environ["SECRET_KEY"])');
  });
});

describe('Node', () => {
  test('calls an Action by the official SDK', () => {
    const code = asNode(FILE, OPEN);
    expect(code).toContain("require('tencentcloud-sdk-nodejs-ocr')");
    expect(code).toContain('.SealOCR({\n    PdfPageNumber: 2,\n    ImageBase64: image,\n  })');
  });
});

describe('what is shown of a request', () => {
  test('leaves out most of the picture, and what is copied does not', () => {
    const picture = { name: 'a.png', link: '', base64: 'A'.repeat(500) };
    expect(bodyOf({ ...FILE, picture }, true)['ImageBase64']).toBe(`${'A'.repeat(24)}… (500)`);
    expect(bodyOf({ ...FILE, picture }, false)['ImageBase64']).toBe('A'.repeat(500));
  });

  test('long base64 in an answer is cut, long sentences are not', () => {
    expect(shortened({ img: 'A'.repeat(500), text: '长 '.repeat(300) })).toEqual({ img: `${'A'.repeat(24)}… (500)`, text: '长 '.repeat(300) });
  });
});
