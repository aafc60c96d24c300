# Asks a host at each of its ports until it speaks HTTP. Nginx itself answers a request without a name, at a port of TLS too.
use IO::Socket::INET;
my ($host, @ports) = @ARGV;
$SIG{ALRM} = sub { die "no answer within 2 s\n" };
for my $port (@ports) {
  my $answer = "";
  for (1 .. 5) {
    eval {
      alarm 2;
      my $socket = IO::Socket::INET->new(PeerAddr => $host, PeerPort => $port) or die "$@\n";
      print $socket "GET / HTTP/1.1\r\n\r\n";
      $answer = <$socket> // "";
    };
    alarm 0;
    last if $answer =~ /^HTTP/;
    select undef, undef, undef, 0.2;
  }
  $answer =~ /^HTTP/ or print("port $port of $host: ", $@ || "no answer of HTTP\n"), exit 1;
}
