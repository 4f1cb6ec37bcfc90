package io.csi4j.nfs.share;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.csi4j.nfs.share.ShareFault.Reason;
import io.csi4j.nfs.tar.ArchiveStyle;
import io.csi4j.nfs.volumeid.ShareAddress;
import io.csi4j.nfs.volumeid.SharePath;
import io.csi4j.sidecar.launch.Ticker;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SharesTest {
    private final List<String> opened = new ArrayList<>();
    private Optional<ShareFault> directAnswer = Optional.empty();
    private Optional<ShareFault> mountedAnswer = Optional.empty();

    @Test
    void directIsTheFirstChoice() throws Exception {
        use(Access.AUTO, "nfsvers=4.1");

        assertThat(opened).containsExactly("direct");
    }

    @Test
    void anOptionOnlyTheKernelHonoursChoosesMounted() throws Exception {
        use(Access.AUTO, "sec=krb5");

        assertThat(opened).containsExactly("mounted");
    }

    @Test
    void aServerThatTurnsDirectAwayIsMountedAndRemembered() throws Exception {
        directAnswer = Optional.of(new ShareFault(Reason.KERNEL_ONLY, "only 4.1"));
        try (Shares shares = shares(Access.AUTO)) {
            shares.run(target(""), budget(), share -> {});
            shares.run(target(""), budget(), share -> {});
        }

        assertThat(opened).containsExactly("direct", "mounted", "mounted");
    }

    @Test
    void aShareThatVersion4DoesNotHaveIsTriedByOtherVersions() throws Exception {
        directAnswer = Optional.of(new ShareFault(Reason.NO_SUCH_SHARE, "no such export"));

        use(Access.AUTO, "hard");

        assertThat(opened).containsExactly("direct", "mounted");
    }

    @Test
    void aShareThatIsMissingByTheVersionAskedForIsMissing() {
        directAnswer = Optional.of(new ShareFault(Reason.NO_SUCH_SHARE, "no such export"));

        assertThatThrownBy(() -> use(Access.AUTO, "nfsvers=4.1")).hasMessageContaining("no such export");
        assertThat(opened).containsExactly("direct");
    }

    @Test
    void theFirstAnswerIsGivenIfNoVersionHasTheShare() {
        directAnswer = Optional.of(new ShareFault(Reason.NO_SUCH_SHARE, "no such export"));
        mountedAnswer = Optional.of(new ShareFault(Reason.OTHER, "mount failed"));

        assertThatThrownBy(() -> use(Access.AUTO, "")).hasMessageContaining("no such export");
        assertThat(opened).containsExactly("direct", "mounted");
    }

    @Test
    void anUnreachableServerIsNotTriedTheOtherWay() {
        directAnswer = Optional.of(new ShareFault(Reason.UNREACHABLE, "refused"));

        assertThatThrownBy(() -> use(Access.AUTO, "")).hasMessage("server \"s\" share \"/x\": refused");
        assertThat(opened).containsExactly("direct");
    }

    @Test
    void directAloneRefusesWhatNeedsTheKernelAndNamesTheOption() {
        assertThatThrownBy(() -> use(Access.DIRECT, "sec=krb5p")).hasMessageContaining("mount option sec=krb5p");
        assertThat(opened).isEmpty();
    }

    @Test
    void mountedAloneNeverTriesDirect() throws Exception {
        use(Access.MOUNTED, "nfsvers=4.1");

        assertThat(opened).containsExactly("mounted");
    }

    private void use(Access access, String options) throws ShareFault {
        try (Shares shares = shares(access)) {
            shares.run(target(options), budget(), share -> {});
        }
    }

    private Shares shares(Access access) {
        return new Shares(access, new RecordedWay("direct"), new RecordedWay("mounted"));
    }

    private static ShareTarget target(String options) {
        return new ShareTarget(ShareAddress.of("s", "x"), MountOptions.of(List.of(options)));
    }

    private static Budget budget() {
        return Budget.of(Duration.ofSeconds(1), Ticker.system());
    }

    /** Notes that it was asked; answers with the fault of the test, if there is one. */
    private final class RecordedWay implements Way {
        private final String name;

        RecordedWay(String name) {
            this.name = name;
        }

        @Override
        public Share open(ShareTarget target, Budget budget) throws ShareFault {
            opened.add(name);
            Optional<ShareFault> answer = name.equals("direct") ? directAnswer : mountedAnswer;
            if (answer.isPresent()) {
                throw answer.get();
            }
            return new EmptyShare();
        }

        @Override
        public void close() {}
    }

    /** A share with nothing in it that keeps nothing. */
    private static final class EmptyShare implements Share {
        @Override
        public Optional<Found> look(SharePath path) {
            return Optional.empty();
        }

        @Override
        public void makeDirectory(SharePath path, int mode) {}

        @Override
        public void setMode(SharePath path, int mode) {}

        @Override
        public void move(SharePath from, SharePath to) {}

        @Override
        public void removeDirectory(SharePath path) {}

        @Override
        public void removeEmptyUpwards(SharePath path) {}

        @Override
        public boolean removeIfEmpty(SharePath path) {
            return true;
        }

        @Override
        public void removeTree(SharePath path) {}

        @Override
        public List<String> someNames(SharePath path) {
            return List.of();
        }

        @Override
        public List<String> rootNames(String beginning) {
            return List.of();
        }

        @Override
        public InputStream readFile(SharePath path) {
            return InputStream.nullInputStream();
        }

        @Override
        public FileTarget newFile(SharePath path) throws ShareFault {
            throw new ShareFault(Reason.READ_ONLY, "nothing is written here");
        }

        @Override
        public void packTree(SharePath directory, OutputStream archive, ArchiveStyle style) {}

        @Override
        public void unpackTree(SharePath directory, InputStream archive) {}

        @Override
        public void close() {}
    }
}
