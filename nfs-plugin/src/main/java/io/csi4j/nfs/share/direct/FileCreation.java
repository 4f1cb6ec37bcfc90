package io.csi4j.nfs.share.direct;

import static io.csi4j.nfs.share.direct.DirectCalls.at;

import io.csi4j.nfs.share.ShareFault;
import io.csi4j.nfs.share.ShareFault.Reason;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Makes files. NFSv4.0 knows no way to do that but to open them, and opening needs a client the server knows and numbers
 * in sequence (RFC 7530, 9.1); so a file is opened and closed at once, and read and written without being open.
 *
 * <p>Mutable, for one thread: the client and its last number. Whatever leaves that in doubt begins a new client; the
 * server forgets the old one when its lease ends.
 */
final class FileCreation {
    private static final int TRIES = 5;
    private static final Bytes INCARNATION = Bytes.of(new byte[CompoundLayout.VERIFIER_SIZE]);

    private final DirectCalls calls;
    private @Nullable Session session;

    private static final class Session {
        private final long client;
        private final Bytes owner;
        private int sequence;

        Session(long client, Bytes owner) {
            this.client = client;
            this.owner = owner;
        }

        Op.Opener opener() {
            return new Op.Opener(client, owner, sequence);
        }
    }

    FileCreation(DirectCalls calls) {
        this.calls = calls;
    }

    /** Makes an empty file and answers its handle; a file or link of that name is replaced. */
    Bytes create(Bytes directory, Bytes name, int mode) throws ShareFault {
        int tried = 1;
        int busy = 0;
        while (true) {
            Session current = session();
            Op.OpenNew open = new Op.OpenNew(current.opener(), name, mode);
            Reply reply = send(current, at(directory, open, new Op.GetHandle()));
            if (Status.isOk(reply.status())) {
                close(current, reply);
                return reply.handle().orElseThrow();
            }
            if (Status.saysLater(reply.status())) {
                busy++;
                calls.awaitBusy(reply.status(), busy);
                continue;
            }
            boolean isTaken = Status.saysExists(reply.status());
            if (tried == TRIES || (!isTaken && !Status.saysForgotten(reply.status()))) {
                throw Status.fault(reply.status(), "making the file " + name);
            }
            if (isTaken) {
                remove(directory, name);
            }
            tried++;
        }
    }

    private void remove(Bytes directory, Bytes name) throws ShareFault {
        Reply reply = calls.call(at(directory, new Op.Remove(name)));
        if (!Status.isOk(reply.status()) && !Status.isAbsent(reply.status())) {
            throw new ShareFault(
                    Reason.EXISTS,
                    Status.fault(reply.status(), "replacing " + name).getMessage());
        }
    }

    /** Every open and close answered counts, also one that failed, unless the server does not know the session. */
    private Reply send(Session current, DirectCalls.Compound compound) throws ShareFault {
        boolean isInDoubt = true;
        try {
            Reply reply = calls.callOnce(compound);
            isInDoubt = Status.saysForgotten(reply.status());
            current.sequence++;
            return reply;
        } finally {
            if (isInDoubt) {
                session = null;
            }
        }
    }

    private void close(Session current, Reply opening) throws ShareFault {
        Given.Opened opened = opening.last(Given.Opened.class).orElseThrow();
        Bytes file = opening.handle().orElseThrow();
        Given.State state = opened.state();
        if (opened.needsConfirmation()) {
            Reply reply = send(current, at(file, new Op.ConfirmOpen(state, current.sequence)));
            if (!Status.isOk(reply.status())) {
                session = null;
                return;
            }
            state = reply.last(Given.Confirmed.class).orElseThrow().state();
        }
        Reply reply = send(current, at(file, new Op.Close(state, current.sequence)));
        if (!Status.isOk(reply.status())) {
            // It stays open for a client nobody uses any more; its lease ends.
            session = null;
        }
    }

    private Session session() throws ShareFault {
        if (session == null) {
            Bytes name = Bytes.of("csi4j-" + UUID.randomUUID());
            Given.Client client = calls.run(
                            root -> List.of(new Op.SetClient(name, INCARNATION)), "introducing a client")
                    .last(Given.Client.class)
                    .orElseThrow();
            calls.run(
                    root -> List.of(new Op.ConfirmClient(client.client(), client.confirmation())),
                    "introducing a client");
            session = new Session(client.client(), name);
        }
        return session;
    }
}
