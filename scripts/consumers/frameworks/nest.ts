import "reflect-metadata"
import { Body, ConflictException, Controller, HttpCode, Inject, Injectable, Module, Post } from "@nestjs/common"
import { NestFactory } from "@nestjs/core"
import { createTokenExchange, fromEnv } from "token-exchange"

@Injectable()
class Providers {
  readonly exchange = createTokenExchange(fromEnv("dapi"))
}

@Controller()
class Connections {
  readonly exchange: Providers["exchange"]

  constructor(@Inject(Providers) { exchange }: Providers) {
    this.exchange = exchange
  }

  @Post("connected")
  @HttpCode(200)
  async connected(@Body() grant: { accessCode: string; connectionId: string }) {
    const { data, error } = await this.exchange.dapi.exchangeToken(grant)
    if (error) throw new ConflictException({ tag: error._tag })
    return { provider: data.provider }
  }
}

@Module({ controllers: [Connections], providers: [Providers] })
class App {}

const app = await NestFactory.create(App, { logger: false })
await app.listen(0, "127.0.0.1")
console.log(await app.getUrl())
