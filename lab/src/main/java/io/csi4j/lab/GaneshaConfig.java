package io.csi4j.lab;

import java.nio.file.Path;
import java.util.List;

/**
 * The configuration text of one nfs-ganesha: NFSv4 only, no port mapper, its state in its own folder. Pure.
 *
 * @param minorVersions of NFSv4 it speaks, such as {@code 0,1,2}
 * @param state folder for recovery records and credentials, which would else be shared by all servers of the machine
 */
record GaneshaConfig(int port, String minorVersions, Path state, List<NfsExport> exports) {
    GaneshaConfig {
        exports = List.copyOf(exports);
    }

    String text() {
        var text = new StringBuilder(core());
        for (int i = 0; i < exports.size(); i++) {
            text.append(export(i + 1, exports.get(i)));
        }
        return text.toString();
    }

    private String core() {
        return """
                NFS_CORE_PARAM {
                  NFS_Port = %d;
                  Protocols = 4;
                  Bind_addr = 127.0.0.1;
                  Enable_UDP = false;
                  Enable_NLM = false;
                  Enable_RQUOTA = false;
                  Dbus_Name_Prefix = lab%d;
                }
                NFS_KRB5 {
                  Active_krb5 = false;
                  CCacheDir = "%s";
                }
                NFSv4 {
                  Graceless = true;
                  RecoveryBackend = fs_ng;
                  RecoveryRoot = "%s";
                  Minor_Versions = %s;
                }
                """.formatted(port, port, state.resolve("credentials"), state.resolve("recovery"), minorVersions);
    }

    private static String export(int id, NfsExport export) {
        return """
                EXPORT {
                  Export_Id = %d;
                  Path = "%s";
                  Pseudo = "%s";
                  Access_Type = %s;
                  Squash = %s;
                  SecType = sys;
                  FSAL { Name = VFS; }
                }
                """.formatted(
                        id,
                        export.folder(),
                        export.share(),
                        export.isReadOnly() ? "RO" : "RW",
                        export.squashesRoot() ? "Root_Squash" : "No_Root_Squash");
    }
}
