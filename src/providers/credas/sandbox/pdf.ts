/** Letters that the fonts every reader has can show, with what PDF would take for its own escaped. */
const plain = (text: string): string =>
  text.replaceAll(/[^ -~]/gu, '?').replaceAll(/[\\()]/gu, (mark) => `\\${mark}`);

/**
 * A small PDF of one page: header, five objects, cross-reference table, trailer. It needs no more than
 * ASCII, so a character is a byte and positions can be counted in the text.
 */
export const sandboxPdf = (lines: readonly string[]): Uint8Array => {
  const shown = lines.map((line) => `(${plain(line)}) Tj T*`).join('\n');
  const content = `BT /F1 12 Tf 18 TL 56 780 Td\n${shown}\nET`;
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R /Resources << /Font << /F1 4 0 R >> >> >>',
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>',
    `<< /Length ${String(content.length)} >>\nstream\n${content}\nendstream`,
  ];
  let text = '%PDF-1.4\n';
  const positions = objects.map((object, index) => {
    const position = text.length;
    text += `${String(index + 1)} 0 obj\n${object}\nendobj\n`;
    return position;
  });
  const table = positions.map((position) => `${String(position).padStart(10, '0')} 00000 n \n`).join('');
  const size = String(objects.length + 1);
  const start = String(text.length);
  text += `xref\n0 ${size}\n0000000000 65535 f \n${table}trailer\n<< /Size ${size} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`;
  return new TextEncoder().encode(text);
};
