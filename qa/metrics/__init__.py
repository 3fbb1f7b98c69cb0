"""Metrics, pure: each says what it measures and where its definition comes from.

    retrieval   Hits@k, recall@k, MRR, nDCG, MAP
    answers     exact match, token F1, containment, multiple choice
    citations   recall and precision after ALCE, exact quotes
    confidence  AUROC, risk and coverage, calibration
    bootstrap   ``Figure``: a value with its interval and its n

Nothing here knows of files, indexes or models; ``qa.batch.scoring`` applies these to a question
and its answer, ``qa.batch.figures`` to all the questions of a run.
"""
