// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace System.Collections;

public class ArrayList : IList, ICollection, IEnumerable, ICloneable
{
    public extern ArrayList();

    public extern virtual int Add(object value);

    public extern virtual int BinarySearch(object value, IComparer comparer);

    public extern virtual void Clear();

    public extern virtual object Clone();

    public extern virtual bool Contains(object value);

    public extern virtual void CopyTo(Array array);

    public extern virtual void CopyTo(Array array, int index);

    public extern virtual IEnumerator GetEnumerator();

    public extern virtual int IndexOf(object value);

    public extern virtual int IndexOf(object value, int startIndex);

    public extern virtual int IndexOf(object value, int startIndex, int count);

    public extern virtual void Insert(int index, object value);

    public extern virtual void Remove(object value);

    public extern virtual void RemoveAt(int index);

    public extern virtual object[] ToArray();

    public extern virtual Array ToArray(Type type);

    public extern virtual int Capacity { get; set; }

    public extern virtual int Count { get; }

    public extern virtual bool IsFixedSize { get; }

    public extern virtual bool IsReadOnly { get; }

    public extern virtual bool IsSynchronized { get; }

    public extern virtual object SyncRoot { get; }

    public extern virtual object this[int index] { get; set; }
}

public interface ICollection : IEnumerable
{
    void CopyTo(Array array, int index);

    int Count { get; }

    object SyncRoot { get; }

    bool IsSynchronized { get; }
}

public interface IComparer
{
    int Compare(object x, object y);
}

public interface IEnumerable
{
    IEnumerator GetEnumerator();
}

public interface IEnumerator
{
    bool MoveNext();

    void Reset();

    object Current { get; }
}

public interface IEqualityComparer
{
    bool Equals(object x, object y);

    int GetHashCode(object obj);
}

public interface IList : ICollection, IEnumerable
{
    int Add(object value);

    bool Contains(object value);

    void Clear();

    int IndexOf(object value);

    void Insert(int index, object value);

    void Remove(object value);

    void RemoveAt(int index);

    object this[int index] { get; set; }

    bool IsReadOnly { get; }

    bool IsFixedSize { get; }
}
