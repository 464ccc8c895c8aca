package dev.sentinel.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A machine with one folder of programs, whose package archive knows one program. */
final class FakeHost implements Debian.Host {
    final List<String> said = new ArrayList<>();
    final List<List<String>> ran = new ArrayList<>();

    /** What another process, which installs at the same time, still has to do. */
    Runnable beingInstalled = () -> {};

    private final Path folder;
    private final boolean root;
    private final boolean sudoAllowed;
    private final Runnable archive;

    FakeHost(Path folder, boolean root, boolean sudoAllowed, Runnable archive) {
        this.folder = folder;
        this.root = root;
        this.sudoAllowed = sudoAllowed;
        this.archive = archive;
    }

    @Override
    public List<Path> programFolders() {
        return List.of(folder);
    }

    @Override
    public boolean isRoot() {
        return root;
    }

    @Override
    public Command.Outcome run(Duration limit, List<String> words) {
        ran.add(words);
        if (words.equals(List.of("sudo", "-n", "true"))) {
            return new Command.Outcome(sudoAllowed ? 0 : 1, sudoAllowed ? "" : "sudo: a password is required");
        }
        try {
            archive.run();
            return new Command.Outcome(0, "Setting up");
        } catch (IllegalStateException e) {
            return new Command.Outcome(100, "Reading package lists\n" + e.getMessage());
        }
    }

    @Override
    public void awaitInstalled() {
        beingInstalled.run();
    }

    @Override
    public void say(String message) {
        said.add(message);
    }

    static void remove(Path folder, String name) {
        try {
            Files.delete(folder.resolve(name));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static void program(Path folder, String name) {
        try {
            Path file = Files.writeString(folder.resolve(name), "#!/bin/sh\n");
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
