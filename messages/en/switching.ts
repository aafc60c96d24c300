import { ours } from "../command";
/** What is said of the work in an Nginx container: a switch, static files, a certificate. */
export const switching = {
  failed: ({ what, why }: { what: string; why: string }) => `${what}: ${why}`,
  switchFailed: "The Nginx switch failed",
  filesFailed: "The static files could not be copied to Nginx",
  certificateFailed: "The certificate could not be handed over",

  oldServes: "Requests still go to the old release.",
  asBefore: "Nginx still serves as before.",
  stopped: ({ container }: { container: string }) =>
    `${container} is stopped. To serve again as before: docker start ${container}`,
  unseen: `What serves cannot be seen, because the engine does not answer: ${ours("doctor")} reports it once it answers.`,
  again: "the cause, then run 'pulumi up' again",

  notRunning: "the Nginx container is not running",
  notUndone: "could not undo a switch that was cut off",
  refused: "nginx -t refuses the new configuration",
  notInstalled: "could not install the new configuration",
  notReloaded: "nginx did not reload",
  notVerified: "verification through Nginx failed",
  noPorts: "Nginx could not get the published ports",
  notPublished: "Nginx does not answer at the published ports",
  andBack: ({ why }: { why: string }) => `${why}, and the old configuration was put back`,
  andNotBack: ({ why }: { why: string }) =>
    `${why}, and the old configuration could not be put back yet: the next switch restores it first`,

  linksOut: ({ folder }: { folder: string }) =>
    `links in the build point outside its folder ${folder}, or to nothing; copy what they point to, or leave them out`,
  liveUnread: "the live folder cannot be read",
  liveUnwritten: "the live folder cannot be written",
  noImage: ({ image }: { image: string }) => `the image ${image} is not on the host`,
  noFolder: ({ folder }: { folder: string }) => `the image has no folder ${folder}`,
  notMade: "it could not be created",
};
