# Answers every request with what it saw, as JSON; speaks just enough WebSocket to send a text back.
import base64, hashlib, json, os
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Echo(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        if self.headers.get("Upgrade") == "websocket":
            return self.websocket()
        size = 0
        left = int(self.headers.get("Content-Length", 0))
        while left > size:
            size += len(self.rfile.read(min(65536, left - size)))
        seen = {
            "name": os.environ["NAME"],
            "method": self.command,
            "path": self.path,
            "size": size,
            "headers": {name.lower(): value for name, value in self.headers.items()},
        }
        if "long" in self.path:
            seen["text"] = "lorem ipsum " * 500
        body = json.dumps(seen).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        if "own-headers" in self.path:
            self.send_header("X-Frame-Options", "DENY")
            self.send_header("Cache-Control", "private")
            self.send_header("Strict-Transport-Security", "max-age=1")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    do_POST = do_PUT = do_HEAD = do_GET

    def websocket(self):
        key = self.headers["Sec-WebSocket-Key"] + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
        self.send_response(101)
        self.send_header("Upgrade", "websocket")
        self.send_header("Connection", "Upgrade")
        self.send_header("Sec-WebSocket-Accept", base64.b64encode(hashlib.sha1(key.encode()).digest()).decode())
        self.end_headers()
        length = self.rfile.read(2)[1] & 127
        mask = self.rfile.read(4)
        text = bytes(byte ^ mask[at % 4] for at, byte in enumerate(self.rfile.read(length)))
        self.wfile.write(bytes([0x81, length]) + text)
        self.close_connection = True

    def log_message(self, *_):
        pass


ThreadingHTTPServer(("", 8000), Echo).serve_forever()
