import { describe, expect, test } from 'vitest';
import { inScript, webCrypto } from './digest';
import { authorization, type Signed } from './tc3';

const SIGNED: Signed = {
  secretId: 'AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE',
  secretKey: 'Gu5t9xGARNpq86cd98joQYCN3EXAMPLE',
  method: 'POST',
  path: '/',
  header: ['x-tc-action', 'SealOCR'],
  host: '127.0.0.1:8000',
  body: '{"ImageUrl":"https://example.com/合同.png"}',
  timestamp: 1551113065,
};
// computed apart from this code, by Python's hmac and hashlib
const SIGNATURE = '1de838f23067c2ef751cde0d9ab7909575ebc7ed52a09e58816a6aa796f07666';

describe('a signature by TC3-HMAC-SHA256', () => {
  test.each([
    ['the browser', webCrypto],
    ['script', inScript],
  ])('is the same when %s computes it', async (_name, digests) => {
    expect(await authorization(SIGNED, digests)).toBe(
      `TC3-HMAC-SHA256 Credential=${SIGNED.secretId}/2019-02-25/ocr/tc3_request, ` +
        `SignedHeaders=content-type;host;x-tc-action, Signature=${SIGNATURE}`,
    );
  });

  test('is another for another Action', async () => {
    const other = await authorization({ ...SIGNED, header: ['x-tc-action', 'GeneralBasicOCR'] });
    expect(other).not.toContain(SIGNATURE);
  });
});
