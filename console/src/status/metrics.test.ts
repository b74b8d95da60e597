import { describe, expect, test } from 'vitest';
import { parseMetrics, quantile, sumOf } from './metrics';

const TEXT = `# HELP sealstack_requests_total Requests answered.
# TYPE sealstack_requests_total counter
sealstack_requests_total{action="SealOCR",code="OK",dialect="tencent"} 3.0
sealstack_requests_total{action="say \\"hi\\"",code="OK",dialect="tencent"} 2.0
sealstack_memory_bytes 1.5e+08
sealstack_request_seconds_bucket{le="1.0"} 2
sealstack_request_seconds_bucket{le="2.0"} 6
sealstack_request_seconds_bucket{le="+Inf"} 8
`;

describe('what /metrics tells', () => {
  const samples = parseMetrics(TEXT);

  test('is read with its labels', () => {
    expect(samples[0]).toEqual({ name: 'sealstack_requests_total', labels: { action: 'SealOCR', code: 'OK', dialect: 'tencent' }, value: 3 });
    expect(samples[1]?.labels['action']).toBe('say "hi"');
    expect(sumOf(samples, 'sealstack_memory_bytes')).toBe(150_000_000);
  });

  test('is summed up by label', () => {
    expect(sumOf(samples, 'sealstack_requests_total', { dialect: 'tencent' })).toBe(5);
    expect(sumOf(samples, 'sealstack_requests_total', { dialect: 'paddle' })).toBe(0);
  });

  test('gives the middle of a histogram', () => {
    expect(quantile([], samples, 'sealstack_request_seconds', 0.5)).toBe(1.5);
  });

  test('gives none where nothing was counted since', () => {
    expect(quantile(samples, samples, 'sealstack_request_seconds', 0.5)).toBeNull();
  });
});
