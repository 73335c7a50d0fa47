// Signs an account in to this server with GramJS.
const { createInterface } = require("readline/promises");
const { TelegramClient, Api } = require("telegram");
const { StringSession } = require("telegram/sessions");
const { ConnectionTCPFull } = require("telegram/network");
const { _serverKeys } = require("telegram/crypto/RSA");
const bigInt = require("big-integer");

const fingerprint = BigInt.asIntN(64, 0x{{FINGERPRINT}}n).toString();
_serverKeys.set(fingerprint, { n: bigInt("{{MODULUS}}", 16), e: 65537 });

// GramJS dials port 80 or 443 and cannot keep ports above 32767; this connection dials the server's port instead.
class Merpati extends ConnectionTCPFull {
  constructor(options) {
    super({ ...options, ip: "{{HOST}}", port: {{PORT}} });
  }
}

(async () => {
  const session = new StringSession(""); // client.session.save() gives what to put in here
  session.setDC({{DC}}, "{{HOST}}", 443);
  const client = new TelegramClient(session, 1, "merpati", { connection: Merpati, connectionRetries: 3 });
  client.setLogLevel("error");
  await client.connect();
  const config = await client.invoke(new Api.help.GetConfig());
  console.log("connected to dc", config.thisDc);

  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  await client.start({
    phoneNumber: () => terminal.question("phone number: "),
    phoneCode: () => terminal.question("code (from the operator or your other devices): "),
    firstAndLastNames: async () => [await terminal.question("first name: "), ""], // for a new account
    onError: (error) => { throw error; },
  });
  const me = await client.getMe();
  console.log("signed in as", me.firstName);
  await client.destroy();
  process.exit(0);
})();
