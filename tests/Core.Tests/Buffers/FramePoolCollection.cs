using Venueless.Fast.Core.Buffers;

namespace Venueless.Fast.Core.Tests.Buffers;

/// <summary>Tests that count frames of the process: they run when nothing else does.</summary>
[CollectionDefinition(nameof(FramePool), DisableParallelization = true)]
public sealed class FramePoolCollection;
