# Answers with the release that it is of; a BROKEN one answers /verified with an error. Asked to stop, it finishes the requests that it has; /slow is
# answered 5 s after that.
import os, signal, threading, time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class App(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        if self.path == "/slow":
            stopping.wait(45)
            time.sleep(5)
        if self.path == "/checked":
            time.sleep(float(os.environ.get("CHECK_SECONDS", "0")))
        body = os.environ["RELEASE"].encode()
        self.send_response(500 if self.path == "/verified" and "BROKEN" in os.environ else 200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = False
    request_queue_size = 128


def stop(*_):
    stopping.set()
    threading.Thread(target=server.shutdown).start()


time.sleep(float(os.environ.get("START_SECONDS", "0")))
stopping = threading.Event()
server = Server(("", 8000), App)
signal.signal(signal.SIGTERM, stop)
server.serve_forever()
server.server_close()
