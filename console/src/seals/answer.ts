import type { Box, Point } from '../picture/geometry';

/** A point as the Tencent dialect writes it. */
export interface Coordinate {
  readonly X: number;
  readonly Y: number;
}

/** One line or arc of text in a seal. */
export interface SealText {
  readonly Text: string;
  readonly Score: number;
  readonly Polygon: readonly Coordinate[];
  readonly Characters: readonly { readonly Character: string; readonly Score: number }[];
}

/** One seal in SealOCR's answer, with what only this service tells. */
export interface SealInfo {
  readonly SealBody: string;
  readonly Location: { readonly X: number; readonly Y: number; readonly Width: number; readonly Height: number };
  readonly OtherTexts: readonly string[];
  readonly SealShape: string;
  readonly Extras?: {
    readonly Score: number;
    readonly Colour: string;
    readonly Kind: string;
    readonly SerialNumber: string | null;
    readonly Texts: readonly SealText[];
    readonly CutOut: string;
  };
}

/** A strip that a text was read from, and what was seen in it. */
export interface Strip {
  /** A PNG in base64. */
  readonly Image: string;
  readonly Characters: readonly SeenCharacter[];
}

/** A character in a strip: what this look saw, where (0..1 along it), and which of the text's characters it is. */
export interface SeenCharacter {
  readonly Character: string;
  readonly Score: number;
  readonly Position: number;
  readonly At: number | null;
}

/** Strips of each text of each seal; beside the answer, as only the console is told. */
export type Strips = readonly (readonly (readonly Strip[])[])[];

/** SealOCR's answer. */
export interface SealAnswer {
  readonly SealInfos: readonly SealInfo[];
  readonly RequestId: string;
}

/** Points of the dialect as pairs. */
export function pairs(points: readonly Coordinate[]): Point[] {
  return points.map(({ X, Y }) => [X, Y]);
}

/** Where a seal is. */
export function boxOfSeal({ Location }: SealInfo): Box {
  return { x: Location.X, y: Location.Y, width: Location.Width, height: Location.Height };
}
