// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace System.Reflection;

public class Assembly
{
    public static extern Assembly GetExecutingAssembly();

    public extern AssemblyName GetName();

    public static extern Assembly GetAssembly(Type type);

    public extern virtual Type GetType(string name);

    public extern virtual Type GetType(string name, bool throwOnError);

    public extern virtual Type[] GetTypes();

    public static extern Assembly Load(string assemblyString);

    public static extern Assembly Load(byte[] rawAssembly);

    public extern Assembly();

    public extern virtual string FullName { get; }
}

public sealed class AssemblyName
{
    public extern string Name { get; }

    public extern string FullName { get; }

    public extern Version Version { get; }

    internal extern AssemblyName();
}

[Flags]
public enum AssemblyNameFlags
{
    None = 0,
    PublicKey = 1,
    EnableJITcompileOptimizer = 16384,
    EnableJITcompileTracking = 32768,
    Retargetable = 256,
}

[Flags]
public enum BindingFlags
{
    Default = 0,
    IgnoreCase = 1,
    DeclaredOnly = 2,
    Instance = 4,
    Static = 8,
    Public = 16,
    NonPublic = 32,
    FlattenHierarchy = 64,
    InvokeMethod = 256,
    CreateInstance = 512,
    GetField = 1024,
    SetField = 2048,
    GetProperty = 4096,
    SetProperty = 8192,
    PutDispProperty = 16384,
    PutRefDispProperty = 32768,
    ExactBinding = 65536,
    SuppressChangeType = 131072,
    OptionalParamBinding = 262144,
    IgnoreReturn = 16777216,
}

public abstract class ConstructorInfo : MethodBase
{
    public extern object Invoke(object[] parameters);

    public extern override object[] GetCustomAttributes(bool inherit);

    protected extern ConstructorInfo();

    public extern override MemberTypes MemberType { get; }
}

public abstract class FieldInfo : MemberInfo
{
    public abstract object GetValue(object obj);

    public extern virtual void SetValue(object obj, object value);

    public extern override object[] GetCustomAttributes(bool inherit);

    protected extern FieldInfo();

    public extern override MemberTypes MemberType { get; }

    public abstract Type FieldType { get; }
}

public interface IReflect
{
    MethodInfo GetMethod(string name, BindingFlags bindingAttr);

    FieldInfo GetField(string name, BindingFlags bindingAttr);
}

public abstract class MemberInfo
{
    public abstract object[] GetCustomAttributes(bool inherit);

    protected extern MemberInfo();

    public abstract MemberTypes MemberType { get; }

    public abstract string Name { get; }

    public abstract Type DeclaringType { get; }
}

public enum MemberTypes
{
    Constructor = 1,
    Event = 2,
    Field = 4,
    Method = 8,
    Property = 16,
    TypeInfo = 32,
    Custom = 64,
    NestedType = 128,
    All = 191,
}

public abstract class MethodBase : MemberInfo
{
    public abstract ParameterInfo[] GetParameters();

    public extern object Invoke(object obj, object[] parameters);

    protected extern MethodBase();

    public extern bool IsPublic { get; }

    public extern bool IsStatic { get; }

    public extern bool IsFinal { get; }

    public extern bool IsVirtual { get; }

    public extern bool IsAbstract { get; }

    public extern override string Name { get; }

    public extern override Type DeclaringType { get; }
}

public enum MethodImplAttributes
{
    CodeTypeMask = 3,
    IL = 0,
    Native = 1,
    OPTIL = 2,
    Runtime = 3,
    ManagedMask = 4,
    Unmanaged = 4,
    Managed = 0,
    ForwardRef = 16,
    PreserveSig = 128,
    InternalCall = 4096,
    Synchronized = 32,
    NoInlining = 8,
    MaxMethodImplVal = 65535,
}

public abstract class MethodInfo : MethodBase
{
    protected extern MethodInfo();

    public extern override MemberTypes MemberType { get; }

    public abstract Type ReturnType { get; }
}

public abstract class ParameterInfo
{
    protected extern ParameterInfo();

    public extern virtual Type ParameterType { get; }
}

public enum ProcessorArchitecture
{
    None = 0,
    MSIL = 1,
    X86 = 2,
    IA64 = 3,
    Amd64 = 4,
}

public abstract class PropertyInfo : MemberInfo
{
    public extern virtual object GetValue(object obj, object[] index);

    public extern virtual void SetValue(object obj, object value, object[] index);

    protected extern PropertyInfo();

    public abstract Type PropertyType { get; }
}
