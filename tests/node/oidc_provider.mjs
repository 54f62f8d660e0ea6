// A real OpenID provider (npm: oidc-provider) on loopback, for the tests of sign-in at an organisation's own provider.
//
// usage: node oidc_provider.mjs '<json>' with {port, clientId, clientSecret, redirectUri, accounts: {login: {email, verified}}}
// Prints `ready <issuer>` once it listens; ends when its standard input does. Its development pages ask for any login and
// password; an account is known by the login typed there.
import process from 'node:process';
import { Provider } from 'oidc-provider';

const { port, clientId, clientSecret, redirectUri, accounts } = JSON.parse(process.argv[2]);
const issuer = `http://127.0.0.1:${port}`;

const provider = new Provider(issuer, {
  clients: [{
    client_id: clientId,
    client_secret: clientSecret,
    redirect_uris: [redirectUri],
    response_types: ['code'],
    grant_types: ['authorization_code'],
  }],
  pkce: { required: () => true },
  claims: { openid: ['sub'], email: ['email', 'email_verified'] },
  findAccount: (_context, id) => {
    const account = accounts[id];
    return account && {
      accountId: id,
      claims: () => ({ sub: id, email: account.email, email_verified: account.verified }),
    };
  },
  cookies: { keys: ['only-for-tests'] },
});

const server = provider.listen(port, '127.0.0.1', () => {
  process.stdout.write(`ready ${issuer}\n`);
});
process.stdin.resume();
process.stdin.on('end', () => {
  server.close();
  process.exit(0);
});
