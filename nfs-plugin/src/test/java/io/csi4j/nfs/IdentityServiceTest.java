package io.csi4j.nfs;

import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.spec.v1.GetPluginInfoRequest;
import io.csi4j.spec.v1.GetPluginInfoResponse;
import io.grpc.Status;
import io.grpc.Status.Code;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Contract nfs-plugin 7.1, identity. */
class IdentityServiceTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
        name   | version | code        | text
        nfs    | v1      | OK          | ''
        ''     | v1      | UNAVAILABLE | the driver has no name
        nfs    | ''      | UNAVAILABLE | the driver has no version
        """)
    void aDriverWithoutNameOrVersionIsUnavailable(String name, String version, Code code, String text) {
        var caller = new Caller();

        new IdentityService(name, version).getPluginInfo(GetPluginInfoRequest.getDefaultInstance(), caller);

        assertThat(caller.ends).hasSize(1);
        assertThat(caller.ends.getFirst().getCode()).isEqualTo(code);
        assertThat(caller.ends.getFirst().getDescription()).isEqualTo(text.isEmpty() ? null : text);
    }

    /** How the call ended. */
    private static final class Caller implements StreamObserver<GetPluginInfoResponse> {
        private final List<Status> ends = new ArrayList<>();

        @Override
        public void onNext(GetPluginInfoResponse answer) {
            assertThat(answer.getName()).isNotEmpty();
        }

        @Override
        public void onError(Throwable refusal) {
            ends.add(Status.fromThrowable(refusal));
        }

        @Override
        public void onCompleted() {
            ends.add(Status.OK);
        }
    }
}
