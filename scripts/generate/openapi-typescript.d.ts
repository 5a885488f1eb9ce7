/**
 * The parts of openapi-typescript that make types. Its entry loads a linter, then lints and bundles; our specs are linted
 * by then, each is one document, and half of the time would go there.
 */
declare module "openapi-typescript/dist/transform/index.mjs" {
  import type { GlobalContext, OpenAPI3, OpenAPITSOptions } from "openapi-typescript"
  import type ts from "typescript"

  type Context = OpenAPITSOptions & Pick<GlobalContext, "discriminators" | "injectFooter" | "resolve">
  export default function transform(document: OpenAPI3, context: Context): Array<ts.Node>
}

declare module "openapi-typescript/dist/lib/ts.mjs" {
  export { astToString } from "openapi-typescript"
}

declare module "openapi-typescript/dist/lib/utils.mjs" {
  export { resolveRef, scanDiscriminators } from "openapi-typescript"
}
