package io.csi4j.nfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.csi4j.nfs.share.Access;
import io.csi4j.nfs.tar.ArchiveStyle;
import io.csi4j.nfs.volumeid.Permissions;
import io.csi4j.sidecar.csi.DriverAddress;
import io.csi4j.sidecar.launch.Exit;
import io.csi4j.sidecar.launch.StartupException;
import io.csi4j.sidecar.log.LoggingOptions;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PluginOptionsTest {
    @Test
    void withoutFlagsTheDefaultsOfTheContractHold() {
        assertThat(PluginOptions.parse())
                .isEqualTo(new PluginOptions(
                        new DriverAddress.UnixSocket(Path.of("/tmp/csi.sock")),
                        "",
                        "nfs.csi.k8s.io",
                        Permissions.LEFT_ALONE,
                        Path.of("/tmp"),
                        "",
                        Duration.ofMinutes(10),
                        false,
                        ArchiveStyle.PORTABLE,
                        true,
                        Access.AUTO,
                        true,
                        new LoggingOptions(0, "", LoggingOptions.Format.TEXT)));
    }

    @Test
    void everyFlagReachesItsField() {
        PluginOptions options = PluginOptions.parse(
                "-endpoint=tcp://127.0.0.1:0",
                "--nodeid",
                "n1",
                "--drivername=other.example",
                "--mount-permissions=0775",
                "--working-mount-dir=/work",
                "--default-ondelete-policy=retain",
                "--vol-stats-cache-expire-in-minutes=3",
                "--remove-archived-volume-path",
                "--use-tar-command-in-snapshot",
                "--enable-snapshot-compression=false",
                "--controller-share-access=Mounted",
                "--lazy-unmount=false",
                "-v=5",
                "--vmodule=a=1",
                "--logtostderr=true");

        assertThat(options)
                .isEqualTo(new PluginOptions(
                        new DriverAddress.TcpPort("127.0.0.1", 0),
                        "n1",
                        "other.example",
                        new Permissions(0775),
                        Path.of("/work"),
                        "retain",
                        Duration.ofMinutes(3),
                        true,
                        ArchiveStyle.LINKED,
                        false,
                        Access.MOUNTED,
                        false,
                        new LoggingOptions(5, "a=1", LoggingOptions.Format.TEXT)));
    }

    @ParameterizedTest
    @CsvSource({"0775, 775", "0o775, 775", "0x1fd, 775", "509, 775", "775, 1407", "0, 0"})
    void mountPermissionsAreANumberInGosSyntax(String flag, String octal) {
        assertThat(PluginOptions.parse("--mount-permissions=" + flag).permissions())
                .isEqualTo(new Permissions(Integer.parseInt(octal, 8)));
    }

    @ParameterizedTest
    @CsvSource({
        "unix://tmp/a.sock, /tmp/a.sock",
        "unix:///csi/csi.sock, /csi/csi.sock",
        "UNIX:///csi/csi.sock, /csi/csi.sock",
        "tcp://127.0.0.1:10000, 127.0.0.1:10000",
        "Tcp://:10000, :10000"
    })
    void endpointHasASchemeInAnyCase(String flag, String address) {
        assertThat(PluginOptions.parse("--endpoint", flag).endpoint()).hasToString(address);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "unix://", "tcp://", "/tmp/csi.sock", "http://x", "tcp://nonsense"})
    void anEndpointWithoutSchemeOrRestIsFatal(String flag) {
        assertExit(Exit.FATAL, "--endpoint=" + flag);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"--unknown", "--mount-permissions=08", "--mount-permissions=-1", "--controller-share-access=x"})
    void aFlagThatIsWrongIsAUsageFault(String flag) {
        assertExit(Exit.USAGE, flag);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-5"})
    void usageIsKeptTenMinutesUnlessThereIsAPositiveNumber(String flag) {
        assertThat(PluginOptions.parse("--vol-stats-cache-expire-in-minutes=" + flag)
                        .usageKeptFor())
                .isEqualTo(Duration.ofMinutes(10));
    }

    @ParameterizedTest
    @CsvSource({"'', true", "Retain, true", "keep, false"})
    void anUnknownPolicyIsNoticed(String flag, boolean isKnown) {
        assertThat(PluginOptions.parse("--default-ondelete-policy=" + flag).hasKnownPolicy())
                .isEqualTo(isKnown);
    }

    private static void assertExit(Exit exit, String flag) {
        assertThatThrownBy(() -> PluginOptions.parse(flag))
                .isInstanceOfSatisfying(
                        StartupException.class,
                        fault -> assertThat(fault.exit()).isEqualTo(exit));
    }
}
