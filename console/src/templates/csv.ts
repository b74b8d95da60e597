/** Write a table as CSV (RFC 4180), with the byte order mark that spreadsheets tell UTF-8 by.
 *
 * What a spreadsheet would take for a formula is marked as text by an apostrophe: values are read from pictures that
 * anybody may have made.
 */
export function asCsv(rows: readonly (readonly string[])[]): string {
  return `\uFEFF${rows.map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`;
}

function cell(text: string): string {
  const isFormula = /^[=+@\t\r]/.test(text) || /^-(?![\d.,]+$)/.test(text);
  const safe = isFormula ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
