"""Opens a SQLCipher 4 file with SQLite3 Multiple Ciphers, which implements the format on its own.

Standard input, line by line: the file, its key as SQLCipher writes a raw one (x'64 digits'), or an
empty line for none, and a query. Standard output: the rows as JSON, or {"refused": what SQLite says}.
"""

import json
import sys

import apsw

path, key, query = sys.stdin.read().split("\n", 2)
connection = apsw.Connection(path, flags=apsw.SQLITE_OPEN_READONLY)
if key:
    settings = {
        "cipher": "'sqlcipher'",
        "legacy": 4,  # the format of SQLCipher 4
        "legacy_page_size": 16384,
        "hmac_algorithm": 1,  # HMAC_SHA256
        "kdf_algorithm": 2,  # PBKDF2_HMAC_SHA512
        "key": f'"{key}"',
    }
    for name, value in settings.items():
        connection.execute(f"PRAGMA {name} = {value}").fetchall()
try:
    print(json.dumps([list(row) for row in connection.execute(query)]))
except apsw.Error as error:
    print(json.dumps({"refused": str(error)}))
