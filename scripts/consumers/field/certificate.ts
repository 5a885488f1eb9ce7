/** A certificate for loopback, signed by an authority that only a child process trusts. Made with `openssl`. */
import { readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { run } from "../../../contracts/process.ts"

export interface Certificate {
  readonly key: Buffer
  readonly cert: Buffer
  /** The authority's file. */
  readonly authority: string
}

export const makeCertificate = async (folder: string): Promise<Certificate> => {
  const openssl = async (command: string) => {
    const ran = await run(["openssl", ...command.split(" ")], { cwd: folder })
    if (ran.code !== 0) throw new Error(`openssl: ${ran.output}`)
  }
  const days = "-days 2 -nodes -newkey rsa:2048"
  await writeFile(join(folder, "names"), "subjectAltName=IP:127.0.0.1,DNS:localhost\nbasicConstraints=CA:FALSE")
  await openssl(`req -x509 ${days} -keyout authority.key -out authority.pem -subj /CN=authority`)
  await openssl(`req ${days} -keyout key.pem -out request.pem -subj /CN=localhost`)
  await openssl("x509 -req -in request.pem -CA authority.pem -CAkey authority.key -days 2 -extfile names -out cert.pem")
  return {
    key: await readFile(join(folder, "key.pem")),
    cert: await readFile(join(folder, "cert.pem")),
    authority: join(folder, "authority.pem"),
  }
}
