package dev.headrace.adapters.local.environment;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A program that makes environments and puts packages into them. */
sealed interface Installer {
    /** What makes an empty environment there. */
    List<String> create(Path python, Path environment);

    /** What installs the packages whose names follow. */
    List<String> install(Path python, Path environment);

    static Path python(Path environment) {
        return environment.resolve("bin").resolve("python");
    }

    /** The quickest, where it is installed. */
    record Uv(Path program) implements Installer {
        @Override
        public List<String> create(Path python, Path environment) {
            return command(program, "venv", "--no-project", "--python", python, environment);
        }

        @Override
        public List<String> install(Path python, Path environment) {
            return command(
                    program, "pip", "install", "--python", Installer.python(environment), "--");
        }
    }

    /** The pip of the Python that the environment is made from: the environment needs none. */
    record MachinesPip() implements Installer {
        /** Ends with status 0 if there is one that can install elsewhere: 22.3 or newer. */
        static List<String> isThere(Path python) {
            return command(
                    python,
                    "-I",
                    "-c",
                    """
                    import importlib.util, sys
                    if not importlib.util.find_spec('pip'): sys.exit(1)
                    import pip
                    sys.exit([int(n) for n in pip.__version__.split('.')[:2]] < [22, 3])
                    """);
        }

        @Override
        public List<String> create(Path python, Path environment) {
            return command(python, "-I", "-m", "venv", "--without-pip", environment);
        }

        @Override
        public List<String> install(Path python, Path environment) {
            return command(
                    python,
                    "-I",
                    "-m",
                    "pip",
                    "--python",
                    Installer.python(environment),
                    "install",
                    "--no-input",
                    "--disable-pip-version-check",
                    "--");
        }
    }

    /** The pip that venv puts into the environment. */
    record OwnPip() implements Installer {
        @Override
        public List<String> create(Path python, Path environment) {
            return command(python, "-I", "-m", "venv", environment);
        }

        @Override
        public List<String> install(Path python, Path environment) {
            return command(
                    Installer.python(environment),
                    "-I",
                    "-m",
                    "pip",
                    "install",
                    "--no-input",
                    "--disable-pip-version-check",
                    "--");
        }
    }

    private static List<String> command(Object... parts) {
        var command = new ArrayList<String>();
        for (Object part : parts) {
            command.add(part.toString());
        }
        return command;
    }
}
