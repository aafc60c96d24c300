# The first process of a container of Nginx. It runs Nginx on ports of its own, where a switch verifies it, until the live folder names
# this container; then with the sockets of the published ports, which it gets at one of the doors (hold-ports.pl). When another
# container is named, Nginx ends what it has begun, and waits again.
use strict;
use warnings;
use Socket;
use POSIX ();

my ($live, @doors) = @ARGV;
my $recvmsg = { x86_64 => 47, aarch64 => 212 }->{ (POSIX::uname())[4] } or die "the edge is not made for this processor\n";
my $me = (POSIX::uname())[1];
my ($nginx, $public, $leaving, $ending) = (0, 0, 0, 0);
my ($holder, @sockets);
$SIG{$_} = sub { $ending = 1 } for qw(TERM QUIT INT);
$SIG{CHLD} = sub { };
$SIG{PIPE} = 'IGNORE';

while (1) {
  while ((my $pid = waitpid(-1, POSIX::WNOHANG())) > 0) {
    next unless $pid == $nginx;
    # It ended by itself: the engine starts the container again.
    exit($? >> 8 || 1) unless $leaving || $ending;
    ($nginx, $leaving) = (0, 0);
  }
  exit 0 if $ending && !$nginx;
  for my $door (@doors) {
    last if $holder;
    ask_at($door);
  }
  my $wanted = $holder && is_named() && !-e '/tmp/without-site' ? 1 : 0;
  # Without a holder the network of the connections is gone, and before it was named it had none.
  leave($public && $holder || $ending ? 'QUIT' : 'TERM') if $nginx && !$leaving && ($ending || $public != $wanted);
  start($wanted) unless $nginx || $ending;
  announce() if $public && !$leaving && !-e '/tmp/public';
  wait_for_news();
}

# `next` is one that is to serve beside the one of `edge`, until it does.
sub is_named {
  for my $name ('next', 'edge') {
    open(my $file, '<', "$live/$name") or next;
    return 1 if (<$file> // '') eq "$me\n";
  }
  return 0;
}

sub start {
  ($public) = @_;
  $nginx = fork // die "$!\n";
  return if $nginx;
  $ENV{NGINX} = join '', map { "$_;" } @sockets if $public;
  $public or POSIX::close($_) for @sockets;
  exec 'nginx', '-c', '/tmp/nginx.conf', '-g', 'daemon off;' or POSIX::_exit(127);
}

sub leave {
  my ($signal) = @_;
  unlink '/tmp/public';
  # New connections go elsewhere first, where there is another; what has come is still taken.
  select(undef, undef, undef, 0.1) if $public && $holder && syswrite $holder, 'e';
  kill $signal, $nginx;
  $leaving = 1;
}

# Nginx writes its number when it has taken the sockets.
sub announce {
  open(my $file, '<', '/tmp/nginx.pid') or return;
  return unless (<$file> // '') eq "$nginx\n";
  open(my $mark, '>', '/tmp/public') or die "$!\n";
  syswrite $holder, 's';
}

# recvmsg(2) with SCM_RIGHTS, which Perl has no function for.
sub ask_at {
  my ($door) = @_;
  my $socket;
  socket($socket, PF_UNIX, SOCK_STREAM, 0) && connect($socket, pack_sockaddr_un($door)) or return;
  my ($text, $control) = ("\0", "\0" x 64);
  my $vector = pack('PQ', $text, 1);
  my $message = pack('QQPQPQix4', 0, 0, $vector, 1, $control, length $control, 0);
  return if syscall($recvmsg, fileno $socket, $message, 0) != 1;
  my $length = unpack('Q', $control);
  ($holder, @sockets) = ($socket, unpack('x16i' . ($length - 16) / 4, $control));
  open(my $mark, '>', '/tmp/held') or die "$!\n";
}

sub wait_for_news {
  my $read = '';
  vec($read, fileno $holder, 1) = 1 if $holder;
  return unless select($read, undef, undef, 0.2) > 0;
  POSIX::close($_) for @sockets;
  ($holder, @sockets) = ();
  unlink '/tmp/held';
}
