/** What is known, decided and owed about acting, in the store's tables. The loop, the executor and people's commands write here, one after the other; each change goes out as a message and into the audit with it. */
@NullMarked
package dev.sentinel.responders.books;

import org.jspecify.annotations.NullMarked;
