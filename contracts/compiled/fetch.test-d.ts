/** What fits the setting `fetch`: the platform's, undici's, one with more properties, as Bun's, and a plain function. Nothing here runs. */
import type { fetch as undiciFetch } from "undici-types"
import type { Fetch } from "../../src/index.ts"
import type { Simulator } from "../../src/testing.ts"

declare const undici: typeof undiciFetch
declare const bun: typeof globalThis.fetch & { readonly preconnect: (url: string) => void }
declare const simulated: Simulator["fetch"]

undici satisfies Fetch
bun satisfies Fetch
simulated satisfies Fetch
globalThis.fetch satisfies Fetch
;(async () => new Response()) satisfies Fetch
