import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** A server behind a door that can be shut: for tests of what happens while it is away, without stopping it for others. */
export interface TcpProxy {
  port: number;
  /** Breaks every connection and refuses new ones. */
  shut(): Promise<void>;
  /** Listens again, on the same port. */
  open(): Promise<void>;
  close(): Promise<void>;
}

export async function startTcpProxy(target: { host: string; port: number }): Promise<TcpProxy> {
  const sockets = new Set<Socket>();
  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => {}); // its end is what is wanted
    socket.on('close', () => sockets.delete(socket));
    return socket;
  };
  const forward = (from: Socket) => {
    const to = keep(connect(target));
    keep(from).pipe(to).pipe(from);
    from.on('close', () => to.destroy());
    to.on('close', () => from.destroy());
  };
  const listen = async (port: number): Promise<Server> => {
    const listening = createServer(forward).listen(port, '127.0.0.1');
    await once(listening, 'listening');
    return listening;
  };
  let server = await listen(0);
  const { port } = server.address() as AddressInfo;
  const shut = async () => {
    if (!server.listening) return;
    const closed = once(server, 'close');
    server.close();
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  return {
    port,
    shut,
    async open() {
      if (!server.listening) server = await listen(port);
    },
    close: shut,
  };
}
