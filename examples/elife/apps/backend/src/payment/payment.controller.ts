import { Body, Controller, HttpCode, Param, Post } from "@nestjs/common";
import { Checked } from "../checked";
import { Callback, PaymentService, type Answer } from "./payment.service";

@Controller("payment")
export class PaymentController {
  constructor(private readonly payment: PaymentService) {}

  /** WeChat says what became of a payment. */
  @Post("callback/:orderNumber")
  @HttpCode(200)
  callback(
    @Param("orderNumber") orderNumber: string,
    @Body(new Checked(Callback)) callback: Callback,
  ): Promise<Answer> {
    return this.payment.callback(orderNumber, callback);
  }
}
