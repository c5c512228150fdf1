// The OpenID Connect provider of a hospital, for tests: the certified `oidc-provider` with its own pages to sign in at. Whoever types a
// name is that person. It listens where it is free and says its issuer in its first line.
import { createServer } from 'node:http';
import Provider from 'oidc-provider';

const server = createServer();
server.listen(0, '127.0.0.1', () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: 'charthold',
        application_type: 'native',
        token_endpoint_auth_method: 'none',
        redirect_uris: ['http://127.0.0.1/charthold'],
        grant_types: ['authorization_code'],
        response_types: ['code'],
      },
    ],
    claims: { profile: ['preferred_username'], email: ['email', 'email_verified'] },
    pkce: { required: () => true },
    cookies: { keys: ['of a test'] },
    findAccount: (_, id) => ({
      accountId: id,
      claims: () => ({
        sub: id,
        preferred_username: id.toUpperCase(),
        email: `${id}@riverside.example`,
        email_verified: true,
      }),
    }),
  });
  server.on('request', provider.callback());
  console.log(issuer);
});
// It ends with who started it.
process.stdin.on('end', () => process.exit(0)).resume();
