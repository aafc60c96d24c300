import { ConsoleLogger, type INestApplication, type LogLevel } from "@nestjs/common";
import { NestFactory } from "@nestjs/core";
import type { Server } from "node:http";
import { AppModule } from "./app.module";
import type { Settings } from "./settings";

/** What each level of LOG_LEVEL shows, in Nest's words. */
const levels: Record<Settings["LOG_LEVEL"], LogLevel[]> = {
  error: ["fatal", "error"],
  warn: ["fatal", "error", "warn"],
  info: ["fatal", "error", "warn", "log"],
  debug: ["fatal", "error", "warn", "log", "debug", "verbose"],
};

/** The application, ready to listen. */
export async function createApplication(settings: Settings): Promise<INestApplication> {
  const application = await NestFactory.create(AppModule.with(settings), {
    logger: new ConsoleLogger({ logLevels: levels[settings.LOG_LEVEL], colors: false }),
    abortOnError: false,
  });
  // Requests that are under way are answered before the process ends.
  application.enableShutdownHooks();
  // Longer than Nginx keeps an idle connection (60 s), so that it is never closed under a request.
  (application.getHttpServer() as Server).keepAliveTimeout = 75_000;
  return application;
}
