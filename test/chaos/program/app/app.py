# Keeps numbers in a table: POST /rows/N is answered with 200 when the row is committed. GET / says the release, /checked fails when it is told to.
import os
import signal
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlparse


def connect():
    url = os.environ["DATABASE_URL"]
    if url.startswith("postgresql:"):
        import psycopg

        return psycopg.connect(url, connect_timeout=3)
    import pymysql

    at = urlparse(url)
    return pymysql.connect(
        host=at.hostname, port=at.port or 3306, user=at.username, password=at.password, database=at.path.strip("/"), connect_timeout=3
    )


def run(sql, *values):
    connection = connect()
    try:
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
        connection.commit()
    finally:
        connection.close()


class App(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self, status, text):
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        try:
            if self.path == "/health":
                run("SELECT 1")
            bad = {"/health": "SICK", "/checked": "LATE"}.get(self.path)
            failing = bad is not None and os.environ.get(bad) == "yes"
            self.answer(500 if failing else 200, os.environ["RELEASE"])
        except Exception as error:
            self.answer(503, type(error).__name__)

    def do_POST(self):
        try:
            run("INSERT INTO numbers (id) VALUES (%s)", int(self.path.rsplit("/", 1)[1]))
            self.answer(200, "kept")
        except Exception as error:
            self.answer(503, type(error).__name__)

    def log_message(self, *_):
        pass


server = ThreadingHTTPServer(("", 8000), App)
signal.signal(signal.SIGTERM, lambda *_: threading.Thread(target=server.shutdown).start())
server.serve_forever()
