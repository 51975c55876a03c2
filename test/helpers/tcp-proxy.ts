import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** A server behind a door that can be shut: for tests of what happens while it is away, without stopping it for others. */
export interface TcpProxy {
  port: number;
  /** Breaks every connection and refuses new ones, as after a crash. */
  shut(): Promise<void>;
  /** Breaks every connection and lets new ones wait for ever, as when the server's host is cut off. */
  ignore(): Promise<void>;
  /** Listens again, on the same port, and passes on what comes. */
  open(): Promise<void>;
  close(): Promise<void>;
}

export async function startTcpProxy(target: { host: string; port: number }): Promise<TcpProxy> {
  const sockets = new Set<Socket>();
  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => {}); // its end is what is wanted
    socket.on('close', () => sockets.delete(socket));
    socket.setNoDelay(true); // or small packets wait for each other, on top of what the two ends do
    return socket;
  };
  let passes = true;
  const forward = (from: Socket) => {
    if (!passes) return void keep(from);
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
    async ignore() {
      await shut();
      passes = false;
      server = await listen(port);
    },
    async open() {
      if (!passes) await shut();
      passes = true;
      if (!server.listening) server = await listen(port);
    },
    close: shut,
  };
}
