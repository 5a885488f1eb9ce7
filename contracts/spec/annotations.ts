/** Keywords that say something to readers only, and change no generated schema. */
export const annotationKeywords = [
  "title",
  "description",
  "examples",
  "example",
  "default",
  "deprecated",
  "externalDocs",
  "$comment",
] as const
