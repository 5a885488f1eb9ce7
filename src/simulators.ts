/** The simulator of every provider. Generated from the folders of src/providers/ by `npm run generate`. */
export * from "./providers/aisquare/simulator.ts"
export * from "./providers/dapi/simulator.ts"
export * from "./providers/finqware/simulator.ts"
