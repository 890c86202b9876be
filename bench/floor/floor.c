/*
 * The floor: a bare epoll loop that sends and receives the same bytes as one conversation of crosscheck, many times, and
 * does nothing else. Usage: floor ADDRESS PORT[,PORT...] CONNECTIONS CONCURRENCY STEPS
 * STEPS is a file of steps, each (numbers are u32, little endian): ms to wait before sending, because some servers read
 * one record per readable event; bytes to send; the bytes; bytes to receive before the next step.
 * It leaves as crosscheck does: FIN, then reads until the server's FIN, because a RST kills some servers.
 * Prints the connections that ran to their end; its CPU time is the caller's to measure.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { MOST_STEPS = 32, MOST_PORTS = 1024, CHUNK = 65536 };

static struct { const unsigned char *send; unsigned pause, length, expect; } steps[MOST_STEPS];
static int step_count;
/* due: when the step may begin, ms; 0: not paused. */
static struct connection { int fd, step, leaving; unsigned sent, received; long due; } *all;
static struct sockaddr_in to;
static int ports[MOST_PORTS], port_count;
static int epoll, started, wanted;
static long completed;

static void load(const char *path) {
  FILE *file = fopen(path, "rb");
  if (!file) { perror(path); exit(66); }
  unsigned pause, length;
  while (step_count < MOST_STEPS && fread(&pause, 4, 1, file) == 1 && fread(&length, 4, 1, file) == 1) {
    unsigned char *bytes = malloc(length + 1);
    if (!bytes || fread(bytes, 1, length, file) != length) exit(65);
    steps[step_count].pause = pause;
    steps[step_count].send = bytes;
    steps[step_count].length = length;
    if (fread(&steps[step_count].expect, 4, 1, file) != 1) exit(65);
    step_count++;
  }
  fclose(file);
}

static void begin(struct connection *c) {
  int one = 1;
  if (started >= wanted) { c->fd = -1; return; }
  to.sin_port = htons(ports[started++ % port_count]);
  c->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  if (c->fd < 0) { perror("socket"); exit(71); }
  setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  c->step = c->leaving = 0;
  c->sent = c->received = 0;
  c->due = 0;
  if (connect(c->fd, (struct sockaddr *)&to, sizeof to) < 0 && errno != EINPROGRESS) { perror("connect"); exit(69); }
  struct epoll_event e = { .events = EPOLLIN | EPOLLOUT | EPOLLET, .data.ptr = c };
  epoll_ctl(epoll, EPOLL_CTL_ADD, c->fd, &e);
}

static long now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC_COARSE, &t);
  return t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* 1: goes on; 0: over. */
static int advance(struct connection *c) {
  static unsigned char sink[CHUNK];
  if (c->due > 0 && c->due > now()) return 1;
  c->due = 0;
  while (c->step < step_count) {
    while (c->sent < steps[c->step].length) {
      ssize_t n = write(c->fd, steps[c->step].send + c->sent, steps[c->step].length - c->sent);
      if (n < 0) return errno == EAGAIN || errno == EINPROGRESS || errno == ENOTCONN;
      c->sent += n;
    }
    while (c->received < steps[c->step].expect) {
      ssize_t n = read(c->fd, sink, sizeof sink);
      if (n < 0) return errno == EAGAIN;
      if (n == 0) return 0;
      c->received += n;
    }
    c->received -= steps[c->step].expect;
    c->sent = 0;
    c->step++;
    if (c->step < step_count && steps[c->step].pause > 0) {
      c->due = now() + steps[c->step].pause;
      return 1;
    }
  }
  if (!c->leaving) {
    c->leaving = 1;
    completed++;
    shutdown(c->fd, SHUT_WR);
  }
  for (;;) {
    ssize_t n = read(c->fd, sink, sizeof sink);
    if (n <= 0) return n < 0 && errno == EAGAIN;
  }
}

/* Advances a connection and, when it is over, begins the next in its place; 1 when there is none. */
static int go_on(struct connection *c) {
  if (c->fd < 0 || advance(c)) return 0;
  close(c->fd);
  begin(c);
  return c->fd < 0;
}

/* How long to wait for the sockets: until the first pause is over, or ten seconds, after which nothing will come. */
static int patience(int concurrency) {
  long first = now() + 10000;
  for (int i = 0; i < concurrency; i++) if (all[i].fd >= 0 && all[i].due > 0 && all[i].due < first) first = all[i].due;
  long left = first - now();
  return left > 0 ? left : 0;
}

int main(int argc, char **argv) {
  if (argc != 6) return 64;
  load(argv[5]);
  wanted = atoi(argv[3]);
  int concurrency = atoi(argv[4]);
  to.sin_family = AF_INET;
  for (char *port = strtok(argv[2], ","); port && port_count < MOST_PORTS; port = strtok(NULL, ",")) {
    ports[port_count++] = atoi(port);
  }
  if (port_count == 0) return 64;
  if (inet_pton(AF_INET, argv[1], &to.sin_addr) != 1) return 64;
  epoll = epoll_create1(0);
  all = calloc(concurrency, sizeof *all);
  int running = 0;
  for (int i = 0; i < concurrency; i++) { begin(&all[i]); if (all[i].fd >= 0) running++; }
  while (running > 0) {
    struct epoll_event ready[256];
    int n = epoll_wait(epoll, ready, 256, patience(concurrency));
    int paused = 0;
    for (int i = 0; i < n; i++) running -= go_on(ready[i].data.ptr);
    for (int i = 0; i < concurrency; i++) {
      if (all[i].fd < 0 || all[i].due == 0) continue;
      paused++;
      if (all[i].due <= now()) running -= go_on(&all[i]);
    }
    if (n == 0 && paused == 0) break;
  }
  printf("%ld\n", completed);
  return completed == wanted ? 0 : 1;
}
