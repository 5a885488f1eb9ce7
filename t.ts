import { herd } from "./contracts/vault/fixtures/herd.ts"
import { sqlitePlace } from "./contracts/vault/fixtures/place.ts"
await using made = await sqlitePlace("wal")
for (const [p, c] of [[1,1],[1,1],[4,50],[8,200]] as const) {
const t = performance.now()
const f = await herd({ place: made.place, processes: p, calls: c })
const w = f.waits
console.log(p, c, performance.now() - t, f.refreshes, f.served, f.sets, f.isLive, f.errors, w[0], w[w.length>>1], w.at(-1))
}
