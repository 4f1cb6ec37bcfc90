package io.csi4j.provisioner.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.provisioner.Given;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParameterKeysTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            parameters                     | fallback | fsType
            ''                             | ''       | ''
            ''                             | ext4     | ext4
            server=a                       | ext4     | ext4
            fstype=xfs                     | ext4     | xfs
            fsType=xfs                     | ''       | xfs
            FSTYPE=xfs                     | ''       | xfs
            csi.storage.k8s.io/fstype=xfs  | ext4     | xfs
            csi.storage.k8s.io/fstype=     | ext4     | ext4
            """)
    void fileSystemComesFromTheClassOrTheFlag(String parameters, String fallback, String fsType) {
        assertThat(ParameterKeys.fsType(Given.pairs(parameters), fallback)).isEqualTo(Step.ready(fsType));
    }

    @ParameterizedTest
    @CsvSource({"fstype=a;csi.storage.k8s.io/fstype=a", "fstype=a;fsType=a"})
    void twoFileSystemKeysAreOneTooMany(String parameters) {
        assertThat(ParameterKeys.fsType(Given.pairs(parameters), ""))
                .isInstanceOfSatisfying(
                        Step.Blocked.class,
                        blocked -> assertThat(blocked.obstacle().state()).isEqualTo(State.FINISHED));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            parameters                                                       | kept
            ''                                                               | ''
            server=a                                                         | server=a
            csi.storage.k8s.io/fstype=xfs;server=a                           | server=a
            fstype=xfs                                                       | fstype=xfs
            server=csi.storage.k8s.io/fstype                                 | server=csi.storage.k8s.io/fstype
            csiNodeStageSecretName=n                                         | csiNodeStageSecretName=n
            csi.storage.k8s.io/controller-modify-secret-namespace=s          | ''
            csi.storage.k8s.io/secret-name=s                                 | ''
            """)
    void driverSeesOnlyItsOwnParameters(String parameters, String kept) {
        assertThat(ParameterKeys.forDriver(Given.pairs(parameters))).isEqualTo(Step.ready(Given.pairs(kept)));
    }

    @Test
    void everyKnownKeyIsRemoved() {
        for (String operation : new String[] {
            "",
            "provisioner-",
            "controller-publish-",
            "node-stage-",
            "node-publish-",
            "controller-expand-",
            "node-expand-",
            "controller-modify-"
        }) {
            var parameters = Map.of(
                    "csi.storage.k8s.io/" + operation + "secret-name", "n",
                    "csi.storage.k8s.io/" + operation + "secret-namespace", "s");

            assertThat(ParameterKeys.forDriver(parameters)).as(operation).isEqualTo(Step.ready(Map.of()));
        }
    }

    @ParameterizedTest
    @CsvSource({"csi.storage.k8s.io/unknown=x", "csi.storage.k8s.io/=x", "csi.storage.k8s.io/pvc/name=x"})
    void unknownReservedKeysAreRefused(String parameters) {
        assertThat(ParameterKeys.forDriver(Given.pairs(parameters)))
                .isInstanceOfSatisfying(
                        Step.Blocked.class,
                        blocked -> assertThat(blocked.obstacle().state()).isEqualTo(State.FINISHED));
    }
}
