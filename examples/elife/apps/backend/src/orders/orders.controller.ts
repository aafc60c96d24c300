import { Body, Controller, Get, Post, UseGuards } from "@nestjs/common";
import type { User } from "../auth/auth.service";
import { CurrentUser, SignedIn } from "../auth/signed-in.guard";
import { Checked } from "../checked";
import { NewOrder } from "./order";
import { OrdersService } from "./orders.service";

@Controller("orders")
@UseGuards(SignedIn)
export class OrdersController {
  constructor(private readonly orders: OrdersService) {}

  @Post()
  create(@Body(new Checked(NewOrder)) wanted: NewOrder, @CurrentUser() user: User) {
    return this.orders.create(wanted, user);
  }

  @Get()
  recent(@CurrentUser() user: User) {
    return this.orders.recent(user);
  }
}
