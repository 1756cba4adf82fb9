using System.IO.Pipelines;

namespace Venueless.Fast.Host.Connections;

/// <summary>The two halves of an upgraded stream.</summary>
internal sealed record DuplexPipe(PipeReader Input, PipeWriter Output) : IDuplexPipe;
