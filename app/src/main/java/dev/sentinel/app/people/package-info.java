/** Who may decide what: people as the configuration knows them, told apart by what only they have. Asked by the server; pure. */
@NullMarked
package dev.sentinel.app.people;

import org.jspecify.annotations.NullMarked;
