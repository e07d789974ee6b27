import Hummingbird
import ServiceLifecycle

/// Looks at the folder of pools and at the file of tokens again and again while the service runs.
struct FolderWatch: Service {
  private let parts: ServiceParts

  init(_ parts: ServiceParts) { self.parts = parts }

  func run() async throws {
    let pause = Duration.seconds(parts.settings.rescanSeconds)
    await cancelWhenGracefulShutdown {
      while !Task.isCancelled {
        guard (try? await Task.sleep(for: pause)) != nil else { return }
        parts.tokens?.reread()
        await parts.catalogue.rescan()
      }
    }
  }
}
