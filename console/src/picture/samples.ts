import type { Key } from '../words/phrases';

/** A picture that travels with the console. */
export interface Sample {
  readonly file: string;
  readonly url: string;
  readonly label: Key;
}

function sample(file: string, label: Key): Sample {
  return { file, label, url: new URL(`samples/${file}`, document.baseURI).href };
}

/** All of them. */
export const SAMPLES = {
  contract: sample('contract.jpg', 'sampleContract'),
  licence: sample('licence.jpg', 'sampleLicence'),
  invoice: sample('invoice.jpg', 'sampleInvoice'),
  secondInvoice: sample('invoice-2.jpg', 'sampleSecondInvoice'),
  thirdInvoice: sample('invoice-3.jpg', 'sampleThirdInvoice'),
} as const;

/** Fetch a sample as if it had been chosen. */
export async function sampleFile(chosen: Sample): Promise<File> {
  const content = await (await fetch(chosen.url)).blob();
  return new File([content], chosen.file, { type: 'image/jpeg' });
}
