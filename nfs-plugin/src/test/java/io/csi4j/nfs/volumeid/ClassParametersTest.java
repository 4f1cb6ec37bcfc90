package io.csi4j.nfs.volumeid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClassParametersTest {
    private static final String BY_CLAIM = "${pvc.metadata.namespace}/${pvc.metadata.name}";

    @ParameterizedTest
    @CsvSource(delimiter = '|', emptyValue = "", useHeadersInDisplayName = true, textBlock = """
        server  | share  | sub dir                      | onDelete | driver  | id                        | directory
        s       | /      | ''                           | ''       | ''      | s##pvc-1##                | /pvc-1
        s       | /a/b/  | ''                           | ''       | ''      | s#a/b#pvc-1##             | /pvc-1
        s       | /a/b   | sub                          | ''       | ''      | s#a/b#sub#pvc-1#          | /sub
        s       | /a/b   | /x/y/                        | ''       | ''      | s#a/b#x/y#pvc-1#          | /x/y
        s       | /a/b   | by claim                     | ''       | ''      | s#a/b#n/c#pvc-1#          | /n/c
        s       | /a/b   | by claim                     | Retain   | ''      | s#a/b#n/c#pvc-1#Retain    | /n/c
        s       | /a/b   | ${pv.metadata.name}          | ''       | ''      | s#a/b#pvc-1#pvc-1#        | /pvc-1
        s       | /a/b   | ${pvc.metadata.labels}       | ''       | ''      | s#a/b#${pvc.metadata.labels}#pvc-1# | /${pvc.metadata.labels}
        s       | /a/b   | ''                           | delete   | ''      | s#a/b#pvc-1##delete       | /pvc-1
        s       | /a/b   | ''                           | delete   | retain  | s#a/b#pvc-1##delete       | /pvc-1
        s       | /a/b   | ''                           | ARCHIVE  | ''      | s#a/b#pvc-1##ARCHIVE      | /pvc-1
        s       | /a/b   | ''                           | ''       | retain  | s#a/b#pvc-1##retain       | /pvc-1
        s       | /a/b   | ''                           | ''       | delete  | s#a/b#pvc-1##             | /pvc-1
        s       | /a/b   | ''                           | ''       | nonsense | s#a/b#pvc-1##            | /pvc-1
        fd00::1 | /x     | ''                           | ''       | ''      | fd00::1#x#pvc-1##         | /pvc-1
        //s     | x      | ''                           | ''       | ''      | s#x#pvc-1##               | /pvc-1
        """)
    void classAndNameMakeTheId(
            String server, String share, String subDir, String onDelete, String driver, String id, String directory) {
        Map<String, String> parameters = parameters(Map.of(
                "server",
                server,
                "share",
                share,
                "subDir",
                subDir.replace("by claim", BY_CLAIM),
                "onDelete",
                onDelete));

        NewVolume volume = volume(parameters, driver);

        assertThat(volume.id()).hasToString(id);
        assertThat(volume.directory()).hasToString(directory);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', emptyValue = "", useHeadersInDisplayName = true, textBlock = """
        key      | value        | message
        server   | ''           | server is required
        server   | /            | server is required
        share    | ''           | share is required
        share    | /a/../b      | invalid share
        share    | /a\\..       | invalid share
        subDir   | ../x         | invalid subDir
        subDir   | a/../../b    | invalid subDir
        subDir   | ${pvc.metadata.name}/.. | invalid subDir
        subDir   | /            | invalid subDir "/": it is the share itself
        subDir   | .            | invalid subDir ".": it is the share itself
        subDir   | ././/        | it is the share itself
        onDelete | keep         | supported values are delete, retain and archive
        server   | s#t          | invalid server
        share    | /a#b         | invalid share
        subDir   | a#b          | invalid subDir
        """)
    void badTextIsRefusedWithItsReason(String key, String value, String message) {
        Map<String, String> parameters = parameters(Map.of("server", "s", "share", "/x"));
        parameters.put(key, value);

        assertThat(refusal(read(parameters).volume("pvc-1", ""))).contains(message);
    }

    @Test
    void theFirstFaultInTheOrderOfTheContractIsNamed() {
        Map<String, String> allWrong = Map.of("server", "", "share", "..", "subDir", "..", "onDelete", "x");

        assertThat(refusal(read(allWrong).volume("pvc-1", ""))).isEqualTo("server is required");
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", "x/../.."})
    void aTokensValueMayNotClimb(String claim) {
        Map<String, String> parameters = parameters(Map.of("server", "s", "share", "/x", "subDir", BY_CLAIM));
        parameters.put(SubDirTemplate.CLAIM_NAME, claim);

        assertThat(refusal(read(parameters).volume("pvc-1", ""))).startsWith("invalid subDir");
    }

    @Test
    void tokensWithoutValuesThatLeaveTheShareItselfAreRefused() {
        Map<String, String> parameters = Map.of("server", "s", "share", "/x", "subDir", BY_CLAIM);

        assertThat(refusal(read(parameters).volume("pvc-1", ""))).contains("it is the share itself");
    }

    @Test
    void aNameWithAHashIsRefused() {
        assertThat(refusal(read(Map.of("server", "s", "share", "/x")).volume("a#b", "")))
                .startsWith("invalid name");
    }

    @ParameterizedTest
    @ValueSource(strings = {"mountOptions", "fsType", "unknown", "csi.storage.k8s.io/fstype", ""})
    void unknownParameterIsRefusedByName(String key) {
        assertThat(refusal(ClassParameters.read(Map.of("server", "s", key, "x"), Permissions.LEFT_ALONE)))
                .contains("invalid parameter \"" + key + "\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"07ab", "0o775", "8", "-1", "+7", " 7", "40000000000", "0x1ff"})
    void modeThatIsNoOctalNumberOf32BitsIsRefused(String mode) {
        Map<String, String> parameters = Map.of("server", "s", "share", "/x", "mountPermissions", mode);

        assertThat(refusal(ClassParameters.read(parameters, Permissions.LEFT_ALONE)))
                .contains("invalid mountPermissions " + mode);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', emptyValue = "", textBlock = """
        ''          | 0750 | 0750
        0           | 0750 | 0
        775         | 0    | 0775
        0775        | 0    | 0775
        02770       | 0755 | 02770
        37777777777 | 0    | 07777
        """)
    void modeOfTheClassGoesBeforeTheDrivers(String own, String driver, String effective) {
        Map<String, String> parameters = Map.of("server", "s", "share", "/x", "mountPermissions", own);
        Permissions byDriver = new Permissions(Integer.parseInt(driver, 8));

        NewVolume volume =
                valid(valid(ClassParameters.read(parameters, byDriver)).volume("pvc-1", ""));

        assertThat(volume.permissions().bits()).isEqualTo(Integer.parseInt(effective, 8));
    }

    @Test
    void contextIsAllParametersAsGivenAndTheResolvedDirectory() {
        Map<String, String> parameters = Map.of(
                "Server",
                "s",
                "SHARE",
                "/x/",
                "SubDir",
                "d-${pv.metadata.name}",
                "csi.storage.k8s.io/pv/name",
                "pvc-1");

        assertThat(volume(parameters, "").context())
                .containsOnly(
                        entry("Server", "s"),
                        entry("SHARE", "/x/"),
                        entry("SubDir", "d-pvc-1"),
                        entry("csi.storage.k8s.io/pv/name", "pvc-1"));
    }

    @Test
    void contextNamesTheDirectoryAlsoIfTheClassDidNot() {
        assertThat(volume(Map.of("server", "s", "share", "/x"), "").context()).containsEntry("subdir", "pvc-1");
    }

    @Test
    void aValueThatLooksLikeATokenStaysAsItIs() {
        String expanded = SubDirTemplate.expand(
                "${pvc.metadata.name}",
                Map.of(SubDirTemplate.CLAIM_NAME, "${pv.metadata.name}", SubDirTemplate.VOLUME_NAME, "v"));

        assertThat(expanded).isEqualTo("${pv.metadata.name}");
    }

    private static Map<String, String> parameters(Map<String, String> given) {
        Map<String, String> parameters = new HashMap<>(given);
        parameters.put("csi.storage.k8s.io/pvc/name", "c");
        parameters.put("csi.storage.k8s.io/pvc/namespace", "n");
        parameters.put("csi.storage.k8s.io/pv/name", "pvc-1");
        return parameters;
    }

    private static ClassParameters read(Map<String, String> parameters) {
        return valid(ClassParameters.read(parameters, Permissions.LEFT_ALONE));
    }

    private static NewVolume volume(Map<String, String> parameters, String driverPolicy) {
        return valid(read(parameters).volume("pvc-1", driverPolicy));
    }

    private static <T> T valid(Checked<T> checked) {
        return switch (checked) {
            case Checked.Valid<T>(var value) -> value;
            case Checked.Invalid<T>(var why) -> throw new AssertionError(why);
        };
    }

    private static String refusal(Checked<?> checked) {
        return checked instanceof Checked.Invalid<?>(var why) ? why : "accepted: " + checked;
    }
}
