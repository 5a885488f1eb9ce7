/** Keywords for readers only, which change no generated schema. */
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
