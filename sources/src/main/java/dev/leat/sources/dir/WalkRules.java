package dev.leat.sources.dir;

import dev.leat.sources.pattern.Glob;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Which files below a folder belong to the mirror.
 *
 * @param root the folder, absolute, as configured
 * @param pattern what a relative path must match
 * @param exclude files and whole folders that are left out
 * @param hidden whether names that begin with a dot count
 * @param links whether links are followed
 * @param linkTargets folders outside the root into which links may lead
 */
record WalkRules(Path root, Glob pattern, List<Glob> exclude, Hidden hidden, Links links, List<Path> linkTargets) {

    /** Beyond this a tree is a mistake or an attack. */
    static final int MAX_DEPTH = 200;

    /** Links that lead to folders with links multiply; more than this many on one path are not followed. */
    static final int MAX_LINKS = 8;

    enum Hidden {
        INCLUDED,
        LEFT_OUT
    }

    enum Links {
        FOLLOWED,
        LEFT_OUT
    }

    WalkRules {
        exclude = List.copyOf(exclude);
        linkTargets = List.copyOf(linkTargets);
    }

    /** Whether a file or folder is looked at, by its name and place only. */
    boolean admits(FileName name, String relative) {
        boolean visible = hidden == Hidden.INCLUDED || !name.text().startsWith(".");
        return visible && exclude.stream().noneMatch(glob -> glob.matches(relative));
    }

    boolean wants(String relative) {
        return pattern.matches(relative);
    }

    /** Whether a link may lead there. */
    boolean mayLeadTo(Path realTarget) throws IOException {
        if (realTarget.startsWith(root.toRealPath())) {
            return true;
        }
        for (Path allowed : linkTargets) {
            if (realTarget.startsWith(allowed.toRealPath())) {
                return true;
            }
        }
        return false;
    }
}
