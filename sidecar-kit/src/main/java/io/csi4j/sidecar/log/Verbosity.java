package io.csi4j.sidecar.log;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Which level of info lines is on for which class: {@code -v} for all, {@code --vmodule} for those whose source file
 * matches. A pattern with a slash is matched against the whole path ({@code io/csi4j/sidecar/log/Log}), another one
 * against the file name; {@code *} and {@code ?} stand for any text and any letter. The first match counts.
 */
final class Verbosity {
    private final int v;
    private final List<Module> modules;
    private final Map<String, Integer> known = new ConcurrentHashMap<>();

    private record Module(boolean wholePath, Pattern pattern, int level) {}

    Verbosity(int v, String vmodule) {
        this.v = v;
        this.modules = modules(vmodule);
    }

    /** The highest level that is on in that class, by its full name. */
    int levelOf(String owner) {
        return modules.isEmpty() ? v : known.computeIfAbsent(owner, this::find);
    }

    private int find(String owner) {
        String path = owner.replace('.', '/');
        int inner = path.indexOf('$');
        String file = inner < 0 ? path : path.substring(0, inner);
        String name = file.substring(file.lastIndexOf('/') + 1);
        for (Module module : modules) {
            if (module.pattern().matcher(module.wholePath() ? file : name).matches()) {
                return module.level();
            }
        }
        return v;
    }

    private static List<Module> modules(String vmodule) {
        List<Module> modules = new ArrayList<>();
        for (String item : vmodule.split(",", -1)) {
            if (!item.isEmpty()) {
                modules.add(module(item));
            }
        }
        return List.copyOf(modules);
    }

    private static Module module(String item) {
        int equals = item.indexOf('=');
        if (equals < 1 || item.indexOf('=', equals + 1) >= 0) {
            throw new IllegalArgumentException("syntax error: expect comma-separated list of filename=N");
        }
        String glob = item.substring(0, equals);
        try {
            int level = Integer.parseInt(item.substring(equals + 1));
            if (level < 0) {
                throw new IllegalArgumentException("negative value for vmodule level");
            }
            return new Module(glob.indexOf('/') >= 0, regex(glob), level);
        } catch (NumberFormatException notANumber) {
            throw new IllegalArgumentException(
                    "syntax error: expect comma-separated list of filename=N, got " + item, notANumber);
        }
    }

    private static Pattern regex(String glob) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < glob.length(); i++) {
            switch (glob.charAt(i)) {
                case '*' -> regex.append(".*");
                case '?' -> regex.append('.');
                default -> regex.append(Pattern.quote(glob.substring(i, i + 1)));
            }
        }
        return Pattern.compile(regex.toString());
    }
}
