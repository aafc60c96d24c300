# Holds the listening sockets of the published ports, and gives them to each container of Nginx that asks at its door (a Unix socket: a
# socket stays in the network that it was opened in, whoever has it). So the ports outlive every Nginx: what none accepts yet waits.
# With $share another program listens on the ports too: it gets new connections while no Nginx that asked serves.
use strict;
use warnings;
use Socket;
use IO::Select;
use POSIX ();

$SIG{$_} = sub { exit 0 } for qw(TERM QUIT INT);
$SIG{PIPE} = 'IGNORE';
my ($door, $share, @ports) = @ARGV;
my $sendmsg = { x86_64 => 46, aarch64 => 211 }->{ (POSIX::uname())[4] } or die "the edge is not made for this processor\n";
my ($listen, @sockets, %serving);
push @sockets, listening($_) for @ports;
# At once: else the kernel would deal connections to both, and ours wait for an Nginx that may never come.
steer();
socket($listen, PF_UNIX, SOCK_STREAM, 0) or die "$!\n";
unlink "$door.new";
bind($listen, pack_sockaddr_un("$door.new")) && chmod(0666, "$door.new") && listen($listen, 16) && rename("$door.new", $door)
  or die "$door: $!\n";
my $all = IO::Select->new($listen);
while (1) {
  for my $ready ($all->can_read) {
    if ($ready == $listen) {
      accept(my $client, $listen) or next;
      give($client);
      $all->add($client);
    } elsif (sysread $ready, my $word, 1) {
      # It serves from now on, or ends.
      $word eq 's' ? $serving{$ready}++ : delete $serving{$ready};
      steer();
    } else {
      delete $serving{$ready};
      steer();
      $all->remove($ready);
      close $ready;
    }
  }
}

sub listening {
  my ($port) = @_;
  my $socket;
  socket($socket, PF_INET, SOCK_STREAM, 0) && setsockopt($socket, SOL_SOCKET, SO_REUSEADDR, 1) or die "$!\n";
  # SO_REUSEPORT, which not every Socket.pm names.
  setsockopt($socket, SOL_SOCKET, 15, 1) or die "$!\n" if $share;
  bind($socket, pack_sockaddr_in($port, INADDR_ANY)) && listen($socket, 4096) or die "port $port: $!\n";
  fcntl($socket, POSIX::F_SETFL(), POSIX::O_NONBLOCK() | POSIX::O_RDWR()) or die "$!\n";
  return $socket;
}

# sendmsg(2) with SCM_RIGHTS, which Perl has no function for.
sub give {
  my ($client) = @_;
  my $vector = pack('PQ', 'x', 1);
  my $control = pack('QiiI*', 16 + 4 * @sockets, SOL_SOCKET, 1, map { fileno $_ } @sockets);
  $control .= "\0" x (-length($control) % 8);
  my $message = pack('QQPQPQix4', 0, 0, $vector, 1, $control, length $control, 0);
  syscall($sendmsg, fileno $client, $message, 0);
}

# SO_ATTACH_REUSEPORT_CBPF: of the sockets that share a port, the one that every new connection goes to. Ours came last.
sub steer {
  return unless $share;
  for my $at (0 .. $#ports) {
    my $hex = sprintf ':%04X', $ports[$at];
    open(my $table, '<', '/proc/net/tcp') or die "$!\n";
    my $last = grep({ my @field = split; $field[1] =~ /$hex$/ && $field[3] eq '0A' } <$table>) - 1;
    my $program = pack('SCCL', 0x06, 0, 0, %serving ? $last : 0);
    setsockopt($sockets[$at], SOL_SOCKET, 51, pack('Sx6P', 1, $program)) or warn "port $ports[$at]: $!\n";
  }
}
