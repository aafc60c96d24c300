import { Module, type DynamicModule } from "@nestjs/common";
import { JwtModule } from "@nestjs/jwt";
import { AuthController } from "./auth/auth.controller";
import { AuthService } from "./auth/auth.service";
import { SignedIn } from "./auth/signed-in.guard";
import { Database } from "./database";
import { HealthController } from "./health.controller";
import { OrdersController } from "./orders/orders.controller";
import { OrdersService } from "./orders/orders.service";
import { PaymentController } from "./payment/payment.controller";
import { PaymentService } from "./payment/payment.service";
import { Compensation } from "./recharge/compensation";
import { RechargeService } from "./recharge/recharge.service";
import { TestRecorder } from "./recharge/test-recorder";
import { Unitel } from "./recharge/unitel";
import { SETTINGS, type Settings } from "./settings";

@Module({})
export class AppModule {
  static with(settings: Settings): DynamicModule {
    return {
      module: AppModule,
      imports: [JwtModule.register({ secret: settings.JWT_SECRET, signOptions: { expiresIn: "30m" } })],
      controllers: [AuthController, HealthController, OrdersController, PaymentController],
      providers: [
        { provide: SETTINGS, useValue: settings },
        AuthService,
        Compensation,
        Database,
        OrdersService,
        PaymentService,
        RechargeService,
        SignedIn,
        TestRecorder,
        Unitel,
      ],
    };
  }
}
