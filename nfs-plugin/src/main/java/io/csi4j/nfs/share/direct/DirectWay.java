package io.csi4j.nfs.share.direct;

import io.csi4j.nfs.share.Budget;
import io.csi4j.nfs.share.Share;
import io.csi4j.nfs.share.ShareFault;
import io.csi4j.nfs.share.ShareFault.Reason;
import io.csi4j.nfs.share.ShareTarget;
import io.csi4j.nfs.share.Way;
import io.csi4j.nfs.volumeid.SharePath;
import io.csi4j.sidecar.launch.Ticker;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Opens shares by NFSv4.0 in user space. One connection per server serves all its shares and all threads; it is made
 * when it is needed, again when it was lost, and ends when it is idle.
 */
public final class DirectWay implements Way {
    private static final int USUAL_PORT = 2049;

    private final NfsLoop loop;
    private final Resolver resolver;
    private final ConcurrentHashMap<Endpoint, Connection> connections = new ConcurrentHashMap<>();

    /** @param isForJobs background jobs move much at once, so the calls of others have a connection of their own */
    private record Endpoint(String address, int port, boolean isForJobs) {}

    private DirectWay(NfsLoop loop, Resolver resolver) {
        this.loop = loop;
        this.resolver = resolver;
    }

    /** Empty if libnfs is not installed. */
    public static Optional<DirectWay> start(Ticker ticker) {
        return Libnfs.load().map(libnfs -> new DirectWay(new NfsLoop(libnfs, ticker), Resolver.ofSystem(ticker)));
    }

    @Override
    public Share open(ShareTarget target, Budget budget) throws ShareFault {
        return new DirectShare(new DirectCalls((left, fresh) -> root(target, left, fresh), budget));
    }

    private DirectCalls.Root root(ShareTarget target, Budget budget, boolean fresh) throws ShareFault {
        List<String> addresses = resolver.addresses(target.address().host(), budget, fresh);
        int port = target.options().port().orElse(USUAL_PORT);
        Optional<ShareFault> unreachable = Optional.empty();
        for (String address : addresses) {
            try {
                return root(
                        new Endpoint(address, port, budget.isPatient()),
                        target.address().export(),
                        budget,
                        fresh);
            } catch (ShareFault fault) {
                if (!fault.is(Reason.UNREACHABLE)) {
                    throw fault;
                }
                unreachable = Optional.of(fault);
            }
        }
        throw unreachable.orElseGet(() -> new ShareFault(Reason.NO_SUCH_SERVER, "the server has no address"));
    }

    private DirectCalls.Root root(Endpoint endpoint, String export, Budget budget, boolean fresh) throws ShareFault {
        Connection connection = connections.get(endpoint);
        if (connection == null || connection.isOver()) {
            connection = connections.compute(
                    endpoint,
                    (key, known) -> known == null || known.isOver() ? loop.connect(key.address(), key.port()) : known);
        }
        connection.awaitConnected(budget);
        Bytes known = fresh ? null : connection.roots().get(export);
        if (known != null) {
            return new DirectCalls.Root(connection, known);
        }
        Bytes found = lookUp(connection, export, budget);
        connection.roots().put(export, found);
        return new DirectCalls.Root(connection, found);
    }

    private static Bytes lookUp(Connection connection, String export, Budget budget) throws ShareFault {
        List<Op> ops = new ArrayList<>();
        ops.add(new Op.PutRoot());
        SharePath.of(export).ifPresent(path -> path.elements().forEach(name -> ops.add(new Op.Lookup(Bytes.of(name)))));
        ops.add(new Op.GetHandle());
        ops.add(new Op.GetAttributes(AttributeSet.TYPE));
        Reply reply = connection.call(ops, budget);
        if (!Status.isOk(reply.status())) {
            throw Status.exportFault(reply.status());
        }
        FileAttributes attributes = reply.attributes().orElseThrow();
        if (attributes.isLink()) {
            throw new ShareFault(Reason.KERNEL_ONLY, "the export is a link, which is not followed here");
        }
        if (!attributes.isDirectory()) {
            throw new ShareFault(Reason.NO_SUCH_SHARE, "the export is no directory");
        }
        return reply.handle().orElseThrow();
    }

    @Override
    public void close() {
        loop.close();
        resolver.close();
        connections.clear();
    }
}
